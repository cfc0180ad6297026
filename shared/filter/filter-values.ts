/** Values of the filter language: figures with units, moments, globs. Pure; null is "cannot be read as that". */

const durationUnits: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

const sizeUnits: Readonly<Record<string, number>> = {
  b: 1,
  k: 1e3,
  kb: 1e3,
  m: 1e6,
  mb: 1e6,
  g: 1e9,
  gb: 1e9,
  kib: 1024,
  mib: 1024 ** 2,
  gib: 1024 ** 3,
};

/** Milliseconds of `2s`, `250ms`, `1.5m`, `2h`, `3d`; a bare number is seconds. */
export function parseDuration(text: string): number | null {
  return parseWithUnit(text, durationUnits, 1_000);
}

/** `1200`, `31,000`, `1.2k`, `3M`. */
export function parseCount(text: string): number | null {
  return parseWithUnit(text, { k: 1e3, m: 1e6, g: 1e9 }, 1);
}

/** Bytes of `512`, `10KB`, `1.5MB`, `4KiB` (KB is 1,000, as the window writes it). */
export function parseSize(text: string): number | null {
  return parseWithUnit(text, sizeUnits, 1);
}

/** US dollars of `0.05`, `$1`, `5c`. */
export function parseCost(text: string): number | null {
  return parseWithUnit(text.replace(/^\$/, ''), { c: 0.01, k: 1e3 }, 1);
}

function parseWithUnit(text: string, units: Readonly<Record<string, number>>, bare: number): number | null {
  const found = /^(\d[\d,]*(?:\.\d+)?|\.\d+)\s*([a-z]*)$/i.exec(text);
  if (found === null) return null;
  const unit = (found[2] ?? '').toLowerCase();
  const scale = unit === '' ? bare : units[unit];
  return scale === undefined ? null : Number((found[1] as string).replaceAll(',', '')) * scale;
}

/**
 * Epoch ms of `2026-11-22`, `2026-11-22T14:30`, `14:30` (today), `today`, `yesterday`, or of a duration ago (`2h`), in
 * the local time zone. `now` is epoch ms.
 */
export function parseMoment(text: string, now: number): number | null {
  const word = text.toLowerCase();
  if (word === 'now') return now;
  if (word === 'today') return midnight(now, 0);
  if (word === 'yesterday') return midnight(now, 1);
  const clock = /^(\d{1,2}):(\d\d)(?::(\d\d))?$/.exec(word);
  if (clock !== null) return atClock(midnight(now, 0), clock[1], clock[2], clock[3]);
  const date = /^(\d{4})-(\d\d)-(\d\d)(?:[t_ ](\d{1,2}):(\d\d)(?::(\d\d))?)?$/.exec(word);
  if (date !== null) {
    const day = new Date(Number(date[1]), Number(date[2]) - 1, Number(date[3]));
    const isReal = day.getMonth() === Number(date[2]) - 1;
    return isReal ? atClock(day.getTime(), date[4] ?? '0', date[5] ?? '0', date[6]) : null;
  }
  const ago = /[a-z]$/.test(word) ? parseDuration(word) : null;
  return ago === null ? null : now - ago;
}

function midnight(now: number, daysAgo: number): number {
  const date = new Date(now);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() - daysAgo).getTime();
}

function atClock(day: number, hours = '0', minutes = '0', seconds = '0'): number | null {
  if (Number(hours) > 23 || Number(minutes) > 59 || Number(seconds) > 59) return null;
  const date = new Date(day);
  date.setHours(Number(hours), Number(minutes), Number(seconds));
  return date.getTime();
}

/** A test for one text, case ignored: with `*` or `?` the whole of it must match, else it must contain the words. */
export function textTest(wanted: string): (text: string) => boolean {
  const lower = wanted.toLowerCase();
  if (!/[*?]/.test(lower)) return (text) => text.toLowerCase().includes(lower);
  const pattern = globPattern(lower);
  return (text) => pattern.test(text);
}

/** `*` is any run, `?` any one character; the whole text must match. */
function globPattern(glob: string): RegExp {
  // Runs of stars are one: `***` must not try every way to share a text between them.
  const source = glob.replace(/\*+/g, '*').replace(/[.+^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${source.replace(/[*?]/g, (sign) => (sign === '*' ? '[^]*' : '[^]'))}$`, 'i');
}
