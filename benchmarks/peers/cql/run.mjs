// Runs the three measures over a folder of NDJSON in one process and writes one line of CSV for each patient.
//   node run.mjs LIBRARY FOLDER TASK.json DAY CELLS.csv [PATIENTS_OF_WARM_UP]
// LIBRARY: three_measures (written for speed) or as_published (written as measures usually are).
// The last line that it prints is JSON: seconds and patients of each part.
import fs from "node:fs";
import path from "node:path";
import readline from "node:readline";
import { fileURLToPath } from "node:url";
import cql from "cql-execution";
import fhir from "cql-exec-fhir";

const [name, folder, taskFile, day, cellsFile, warmUp = "200"] = process.argv.slice(2);
const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const read = (name) => JSON.parse(fs.readFileSync(name, "utf8"));
const task = read(taskFile);
const KINDS = new Set(task.reads);
const CORRECTIONS = new Set(["corrected", "amended"]);
const seconds = () => Number(process.hrtime.bigint()) / 1e9;

const idOf = (reference) => /[^/:]*$/.exec(reference)[0];

// The engine looks into no contained resource and follows no absolute reference, so drugs that stand apart become entries of the
// patient's bundle under the name by which they are referred to.
function pointed(resource, medications) {
  const target = resource.medicationReference;
  if (target?.reference === undefined) return undefined;
  const inside = target.reference.startsWith("#") && resource.contained?.find(({ id }) => `#${id}` === target.reference);
  const id = inside ? `${resource.id}-${inside.id}` : idOf(target.reference);
  target.reference = `Medication/${id}`;
  return inside ? { ...inside, id } : medications.get(id);
}

// What a server would hold: of each id the version that was changed last, and no result that a corrected one replaces.
function current(entries) {
  const latest = new Map();
  const corrected = new Map();
  for (const entry of entries) {
    const { resourceType, id, meta } = entry.resource;
    const earlier = latest.get(`${resourceType}/${id}`);
    if (earlier === undefined || (meta?.lastUpdated ?? "") >= (earlier.resource.meta?.lastUpdated ?? "")) {
      latest.set(`${resourceType}/${id}`, entry);
    }
  }
  const names = ({ resourceType, identifier, code }) => (resourceType !== "Observation" ? [] : (identifier ?? []).map(
    ({ system, value }) => `${system}|${value}|${code?.coding?.[0]?.code}`));
  for (const { resource } of latest.values()) {
    if (CORRECTIONS.has(resource.status)) for (const name of names(resource)) corrected.set(name, resource.id);
  }
  const kept = [...latest.values()];
  return corrected.size === 0 ? kept : kept.filter(({ resource }) =>
    CORRECTIONS.has(resource.status) || !names(resource).some((name) => (corrected.get(name) ?? resource.id) !== resource.id));
}

// Nothing of a line is looked at before it is parsed, and files of other kinds are not opened.
async function load() {
  const bundles = new Map();
  const medications = new Map();
  const files = fs.readdirSync(folder).filter((name) => KINDS.has(name.split(/[.-]/)[0]) && name.endsWith(".ndjson")).sort();
  for (const file of files) {
    const lines = readline.createInterface({ input: fs.createReadStream(path.join(folder, file), { highWaterMark: 1 << 20 }) });
    for await (const line of lines) {
      if (line.length === 0) continue;
      const resource = JSON.parse(line);
      const kind = resource.resourceType;
      if (kind === "Medication") {
        medications.set(resource.id, resource);
        continue;
      }
      const id = kind === "Patient" ? resource.id : idOf(resource.subject.reference);
      let bundle = bundles.get(id);
      if (bundle === undefined) bundles.set(id, (bundle = { resourceType: "Bundle", type: "collection", entry: [] }));
      bundle.entry.push({ resource });
    }
  }
  for (const bundle of bundles.values()) {
    bundle.entry = current(bundle.entry);
    const apart = new Map();
    for (const { resource } of bundle.entry) {
      const medication = pointed(resource, medications);
      if (medication !== undefined) apart.set(medication.id, medication);
    }
    for (const resource of apart.values()) bundle.entry.push({ resource });
  }
  return [...bundles.values()].filter((bundle) => bundle.entry.some(({ resource }) => resource.resourceType === "Patient"));
}

const start = seconds();
const repository = new cql.Repository(["fhir_helpers", "three_measures", "as_published"].map((one) => read(here(`${one}.json`))));
const { id, version } = read(here(`${name}.json`)).library.identifier;
const library = repository.resolve(id, version);
const codes = new cql.CodeService(Object.fromEntries(
  Object.entries(task.codes).map(([name, found]) => [`urn:three-measures:${name}`, { 1: found.map(([system, code]) => ({ system, code })) }])));
const executor = new cql.Executor(library, codes, {
  Day: cql.Date.parse(day),
  "Bone metastasis in words": task.words["bone-metastasis"],
  "Bone agent in words": task.words["bone-agent"],
});
const source = fhir.PatientSource.FHIRv401();
const ready = seconds();
const bundles = await load();
const loaded = seconds();

const shown = (value) => (value === null || value === undefined ? "" : String(value));
const out = fs.createWriteStream(cellsFile);
out.write("patient,calcium,clearance,untreated\n");
async function run(part) {
  for (const bundle of part) {
    source.reset();
    source.loadBundles([bundle]);
    const results = (await executor.exec_expression("Cells", source)).patientResults;
    for (const [id, { Cells }] of Object.entries(results)) {
      out.write(`${id},${shown(Cells.calcium)},${shown(Cells.clearance)},${shown(Cells.untreated)}\n`);
    }
  }
}
const warm = Math.min(Number(warmUp), Math.floor(bundles.length / 2));
await run(bundles.slice(0, warm));
const warmed = seconds();
await run(bundles.slice(warm));
const done = seconds();
await new Promise((resolve) => out.end(resolve));
console.log(JSON.stringify({
  patients: bundles.length, ready: ready - start, load: loaded - ready, warm_up: warmed - loaded, warm_up_patients: warm,
  execute: done - warmed, peak_rss_mb: Math.round(process.resourceUsage().maxRSS / 1024),
}));
