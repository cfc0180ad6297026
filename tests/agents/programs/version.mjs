/** Prints the version of a package of this repository, or of Node. */
import { readFileSync } from 'node:fs';

const names = { openai: 'openai', anthropic: '@anthropic-ai/sdk' };
const name = names[process.argv.at(-1)];
const file = (of) => new URL(`../../../node_modules/${of}/package.json`, import.meta.url);
console.log(name ? JSON.parse(readFileSync(file(name), 'utf8')).version : process.versions.node);
