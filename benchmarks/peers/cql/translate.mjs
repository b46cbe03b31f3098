// Translates the CQL here to ELM with the reference translator. Usage: node translate.mjs
// The result is kept beside it (*.json), so that a run needs no translator.
import fs from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import {
  CqlCompilerOptions, CqlTranslator, LibraryManager, ModelManager, createLibrarySourceProvider, createModelInfoProvider,
  createUcumService, stringAsSource,
} from "@cqframework/cql/cql-to-elm";
import { SystemModelInfoProvider } from "@cqframework/cql/cql";

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const find = createRequire(import.meta.url).resolve;
const fhir = fs.readFileSync(find("cql-exec-fhir").replace(/index\.js$/, "modelInfos/fhir-modelinfo-4.0.1.xml"), "utf8");

const models = new ModelManager();
models.modelInfoLoader.registerModelInfoProvider(new SystemModelInfoProvider());
models.modelInfoLoader.registerModelInfoProvider(createModelInfoProvider((id) => (id === "FHIR" ? stringAsSource(fhir) : null)));
const options = new CqlCompilerOptions();
options.setOptions([CqlCompilerOptions.Options.DisableListDemotion, CqlCompilerOptions.Options.DisableListPromotion]);
const unused = () => { throw new Error("no unit is converted while translating"); };
const units = createUcumService(unused, () => null, unused, unused);
const files = { FHIRHelpers: "fhir_helpers", ThreeMeasures: "three_measures", ThreeMeasuresAsPublished: "as_published" };
const libraries = new LibraryManager(models, options, null, units);
libraries.librarySourceLoader.registerProvider(createLibrarySourceProvider((id) =>
  files[id] ? stringAsSource(fs.readFileSync(here(`${files[id]}.cql`), "utf8")) : null));

for (const name of Object.values(files)) {
  const elm = JSON.parse(CqlTranslator.fromText(fs.readFileSync(here(`${name}.cql`), "utf8"), libraries).toJson());
  const faults = elm.library.annotation.filter((note) => note.type === "CqlToElmError" && note.errorSeverity === "error");
  for (const fault of faults) console.error(`${name}.cql:${fault.startLine}:${fault.startChar}: ${fault.message}`);
  if (faults.length > 0) process.exit(1);
  fs.writeFileSync(here(`${name}.json`), JSON.stringify(elm, null, 1) + "\n");
}
