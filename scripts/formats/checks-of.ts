/** Which findings a format can show: read off the source of its rules and of what they are made from. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { WireFormat } from '../../shared/model/wire-format.ts';

const providers = fileURLToPath(new URL('../../shared/providers', import.meta.url));

/** Kinds in the order of the alphabet; none for a format without a folder of its own. */
export function checksOf(format: WireFormat): readonly string[] {
  const folder = join(providers, format);
  if (!existsSync(folder)) return [];
  const own = readdirSync(folder).filter((name) => name.endsWith('.ts') && !/\.(test|oracle)\.ts$/.test(name));
  const kinds = new Set<string>();
  for (const name of own) collectKinds(join(folder, name), kinds, new Set());
  collectKinds(join(providers, 'conformance', 'stream-watch.ts'), kinds, new Set());
  return [...kinds].sort();
}

/** A file's own kinds, and those of the rules that it brings together. */
function collectKinds(file: string, kinds: Set<string>, seen: Set<string>): void {
  if (seen.has(file) || !existsSync(file)) return;
  seen.add(file);
  const source = readFileSync(file, 'utf8');
  for (const [, kind] of source.matchAll(/report\(\s*'([a-z0-9-]+)'/g)) if (kind) kinds.add(kind);
  for (const [, kind] of source.matchAll(/kind: '([a-z0-9-]+)'/g)) if (kind) kinds.add(kind);
  for (const [, kind] of source.matchAll(/tellOnce\([^,]+, '([a-z0-9-]+)'/g)) if (kind) kinds.add(kind);
  if (source.includes('checkEventName(')) kinds.add('event-name-mismatch');
  if (source.includes("'needed', report")) kinds.add('event-name-missing');
  if (source.includes('checkErrorName(')) kinds.add('error-event-name-missing');
  for (const [, path] of source.matchAll(
    /from '([^']*(?:-rule|conformance|step-chunk|event-step|unreadable-step)\.ts)'/g,
  )) {
    // The one rule of which a format takes a part: told above.
    if (path && !path.endsWith('event-name-rule.ts')) collectKinds(resolve(dirname(file), path), kinds, seen);
  }
}
