/** A list of all processes as tools print it, and the way up from one of them. Pure. */
import { maxAncestors, type ProcessFacts } from './system-processes.ts';

export type ProcessList = ReadonlyMap<number, ProcessFacts>;

/** The process and its ancestors, itself first. */
export function lineageIn(list: ProcessList, pid: number): readonly ProcessFacts[] {
  const lineage: ProcessFacts[] = [];
  let next = list.get(pid);
  while (next !== undefined && lineage.length < maxAncestors && !lineage.includes(next)) {
    lineage.push(next);
    next = next.parentPid === null ? undefined : list.get(next.parentPid);
  }
  return lineage;
}

/** Splits a command line that the system knows as one text: at spaces outside of double quotes. */
export function splitCommandLine(text: string): readonly string[] {
  const words = text.match(/(?:[^\s"]|"[^"]*"?)+/g) ?? [];
  return words.map((word) => word.replaceAll('"', ''));
}
