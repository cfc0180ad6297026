/** Sizes and ages as people write them on a command line. */
import { InvalidArgumentError } from 'commander';

const sizeUnits: Readonly<Record<string, number>> = { '': 1, B: 1, KB: 1e3, MB: 1e6, GB: 1e9, TB: 1e12 };
const dayUnits: Readonly<Record<string, number>> = { m: 1 / 1440, h: 1 / 24, d: 1, w: 7, y: 365 };

/** `2GB`, `500 MB`: bytes, in powers of 1,000. Throws InvalidArgumentError. */
export function parseSize(word: string): number {
  const [, digits, unit] = /^(\d+(?:\.\d+)?)\s*([A-Z]*)$/i.exec(word.trim()) ?? [];
  const factor = sizeUnits[unit?.toUpperCase() ?? '?'];
  if (digits === undefined || factor === undefined) throw new InvalidArgumentError('A size such as 500MB or 2GB.');
  return Math.round(Number(digits) * factor);
}

/** `30d`, `12h`, `2w`: days. Throws InvalidArgumentError. */
export function parseAge(word: string): number {
  const [, digits, unit] = /^(\d+(?:\.\d+)?)\s*([mhdwy])$/i.exec(word.trim()) ?? [];
  const factor = dayUnits[unit?.toLowerCase() ?? '?'];
  if (digits === undefined || factor === undefined) throw new InvalidArgumentError('An age such as 30d, 12h or 2w.');
  return Number(digits) * factor;
}

/** `41.2 MB`. */
export function sizeText(sizeBytes: number): string {
  const [unit, factor] = sizeBytes < 1e6 ? ['KB', 1e3] : sizeBytes < 1e9 ? ['MB', 1e6] : ['GB', 1e9];
  return `${(sizeBytes / (factor as number)).toFixed(sizeBytes < 1e9 ? 1 : 2)} ${unit}`;
}
