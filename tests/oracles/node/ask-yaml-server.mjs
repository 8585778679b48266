// Opens documents in yaml-language-server, which VS Code, Neovim and other editors use, and says
// what a person there sees. It is run in `target/oracles/node`, where the package is.
//
// Standard input: [{uri, text, hover: [line, character], complete: [line, character]}], from 0.
// Standard output: [{problems: [{line, character, message}], hover, completions: [word]}].
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";

const server = spawn(process.execPath, [
  "node_modules/yaml-language-server/bin/yaml-language-server",
  "--stdio",
], { stdio: ["pipe", "pipe", "inherit"] });

let buffer = Buffer.alloc(0);
let nextId = 0;
const waiting = new Map();
const problems = new Map();

function send(message) {
  const body = Buffer.from(JSON.stringify({ jsonrpc: "2.0", ...message }));
  server.stdin.write(`Content-Length: ${body.length}\r\n\r\n`);
  server.stdin.write(body);
}

function ask(method, params) {
  const id = ++nextId;
  send({ id, method, params });
  return new Promise((resolve, reject) => waiting.set(id, { resolve, reject }));
}

// What the server may ask an editor. No schema store: nothing goes over the network.
const settings = { schemaStore: { enable: false }, validate: true, hover: true, completion: true };
const answers = {
  "workspace/configuration": ({ items }) =>
    items.map(({ section }) => (section === "yaml" ? settings : {})),
};

function take(message) {
  const { id, method, params, result, error } = message;
  if (method === "textDocument/publishDiagnostics") {
    const told = problems.get(params.uri);
    told?.(params.diagnostics);
  } else if (method && id !== undefined) {
    send({ id, result: answers[method]?.(params) ?? null });
  } else if (waiting.has(id)) {
    const { resolve, reject } = waiting.get(id);
    waiting.delete(id);
    if (error) reject(new Error(JSON.stringify(error)));
    else resolve(result);
  }
}

server.stdout.on("data", (bytes) => {
  buffer = Buffer.concat([buffer, bytes]);
  for (;;) {
    const head = buffer.indexOf("\r\n\r\n");
    if (head < 0) return;
    const length = Number(/Content-Length: (\d+)/i.exec(buffer.subarray(0, head).toString())[1]);
    if (buffer.length < head + 4 + length) return;
    const body = buffer.subarray(head + 4, head + 4 + length);
    buffer = buffer.subarray(head + 4 + length);
    take(JSON.parse(body.toString()));
  }
});

const place = ([line, character]) => ({ line, character });

async function look({ uri, text, hover, complete }) {
  const told = new Promise((resolve) => problems.set(uri, resolve));
  send({
    method: "textDocument/didOpen",
    params: { textDocument: { uri, languageId: "yaml", version: 1, text } },
  });
  const found = await told;
  const at = (position) => ({ textDocument: { uri }, position: place(position) });
  const hovered = hover && (await ask("textDocument/hover", at(hover)));
  const completed = complete && (await ask("textDocument/completion", at(complete)));
  return {
    problems: found.map(({ range, message }) => ({ ...range.start, message })),
    hover: hovered?.contents?.value ?? "",
    completions: (completed?.items ?? []).map(({ label }) => label),
  };
}

const documents = JSON.parse(readFileSync(0, "utf8"));
const hoverable = { contentFormat: ["markdown", "plaintext"] };
await ask("initialize", {
  processId: process.pid,
  rootUri: null,
  capabilities: {
    workspace: { configuration: true },
    textDocument: { hover: hoverable, completion: {}, publishDiagnostics: {} },
  },
});
send({ method: "initialized", params: {} });
send({ method: "workspace/didChangeConfiguration", params: { settings: { yaml: settings } } });
const seen = [];
for (const document of documents) seen.push(await look(document));
process.stdout.write(JSON.stringify(seen), () => {
  server.kill();
  process.exit(0);
});
