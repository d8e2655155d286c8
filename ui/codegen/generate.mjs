// Writes src/api/schema.ts from the OpenAPI document at the repository root, or from the path given as argument.
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';

const source = process.argv[2] ?? fileURLToPath(new URL('../../openapi.json', import.meta.url));
const target = fileURLToPath(new URL('../src/api/schema.ts', import.meta.url));

const document = JSON.parse(await readFile(source, 'utf8'));
// Operations are addressed by path and method; their ids would only name a second set of types.
for (const path of Object.values(document.paths)) {
  for (const operation of Object.values(path)) delete operation.operationId;
}
const types = astToString(await openapiTS(document, { alphabetize: true }));
await writeFile(target, `// Generated from openapi.json by \`npm run codegen\`. Do not edit.\n\n${types}`);
