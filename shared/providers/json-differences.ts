/** Where two parsed JSON values differ: the rebuilt object against a stream's own last word. */
import type { TerminalDifference } from '../model/loss-report.ts';
import { isObject, toJson } from './json-reading.ts';

const maxDifferences = 20;
const maxShown = 200;
/** Below this depth values are compared as text. */
const maxDepth = 30;

/** At most 20 differences, in the order of `terminal`. An absent field and a null one are the same. */
export function jsonDifferences(rebuilt: unknown, terminal: unknown, path: string): readonly TerminalDifference[] {
  const found: TerminalDifference[] = [];
  collect(rebuilt, terminal, path, found, 0);
  return found;
}

function collect(rebuilt: unknown, terminal: unknown, path: string, found: TerminalDifference[], depth: number): void {
  if (found.length >= maxDifferences || rebuilt === terminal || (rebuilt == null && terminal == null)) return;
  if (depth < maxDepth && Array.isArray(rebuilt) && Array.isArray(terminal)) {
    for (let index = 0; index < Math.max(rebuilt.length, terminal.length); index += 1) {
      collect(rebuilt[index], terminal[index], `${path}[${index}]`, found, depth + 1);
    }
  } else if (depth < maxDepth && isObject(rebuilt) && isObject(terminal)) {
    for (const name of new Set([...Object.keys(terminal), ...Object.keys(rebuilt)])) {
      collect(rebuilt[name], terminal[name], path === '' ? name : `${path}.${name}`, found, depth + 1);
    }
  } else if (toJson(rebuilt) !== toJson(terminal)) {
    found.push({ path, rebuilt: shown(rebuilt), terminal: shown(terminal) });
  }
}

/** JSON text; long text is cut where it is shown, and says so. */
function shown(value: unknown): string | null {
  if (value == null) return null;
  const text = toJson(value);
  return text.length <= maxShown ? text : `${text.slice(0, maxShown - 1)}…`;
}
