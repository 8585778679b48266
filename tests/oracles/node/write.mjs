// Reads texts of YAML as a JSON list and writes each anew with both writers.
// It is run in `target/oracles/node`, where the packages are.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(`${process.cwd()}/`);
const jsYaml = require("js-yaml");
const yaml = require("yaml");

// Obsidian writes properties like this: no line is folded, a blank is nothing.
const plain = { lineWidth: 0, nullStr: "" };
const core = { schema: jsYaml.CORE_SCHEMA };
const likewise = { ...core, lineWidth: -1, quotingType: '"', noRefs: true, styles: { "!!null": "empty" } };

const texts = JSON.parse(readFileSync(0, "utf8"));
const written = texts.map((text) => ({
  yaml: yaml.stringify(yaml.parse(text, { schema: "core", uniqueKeys: true }), plain),
  jsYaml: jsYaml.dump(jsYaml.load(text, core), likewise),
}));
process.stdout.write(JSON.stringify(written));
