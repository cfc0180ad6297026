/**
 * Stands in for Electron's default_app.asar, which the fallback runtime lacks: makes `electron <folder>` work.
 * Copied into the runtime's resources/app. An ES module, since Electron holds `ready` back until the top-level awaits
 * of its entry are done: so the app can still register its scheme in time.
 */

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';

const { preloads, appFolder } = readArguments(process.argv.slice(1));
const require = createRequire(import.meta.url);
for (const file of preloads) require(file);

if (appFolder === null) {
  process.stdout.write(`v${process.versions.electron}\n`);
  app.exit(0);
} else {
  await startApp(path.resolve(appFolder));
}

/** Pairs of `-r module` are preloads (Playwright passes one); the first argument that is no flag is the app's folder. */
function readArguments(args) {
  const found = { preloads: [], appFolder: null };
  for (let index = 0; index < args.length; index += 1) {
    const argument = args[index];
    if (argument === '-r' || argument === '--require') {
      index += 1;
      if (args[index] !== undefined) found.preloads.push(args[index]);
    } else if (!argument.startsWith('-') && found.appFolder === null) {
      found.appFolder = argument;
    }
  }
  return found;
}

async function startApp(folder) {
  const description = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  app.setName(description.productName ?? description.name);
  app.setVersion(description.version ?? '0.0.0');
  app.setAppPath(folder);
  await import(pathToFileURL(path.join(folder, description.main ?? 'index.js')).href);
}
