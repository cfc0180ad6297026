/**
 * The window's beat: what moves by itself moves on it, together. Each frame that changes anything costs the whole way to the
 * screen; ten things at times of their own make sixty frames a second where ten would do. Where events come late the machine
 * has no time for everything, and the beat is slower: what is painted less often leaves time to what must come in.
 */

/** As often as anything needs to move. */
const shortMs = 100 / 3;
/** What rests longer moves ten times a second; CSS animations with steps of 100 or 200 ms, begun at 0, are on it too. */
const longMs = 100;
const slowMs = 300;
/** Timers and frames come some ms after their beat: what was last moved by one must not miss the next. */
const graceMs = 16;
/** Events this old on arrival: the long beat for everything, then the slow one. Where there is time they are 10 to 30 ms old. */
const lateFromMs = 80;
const veryLateFromMs = 250;
/** Lateness is forgotten by half in this time. */
const halfLifeMs = 1000;

/** So many events a second, of all streams together, keep the machine busy whatever one showing costs. */
const crowdedFrom = 2_000;

/** A showing that costs more than this, from the first change to the screen: what moves by itself moves with it, on the long beat. */
const dearShowingMs = 16;

let lateness = 0;
let notedAt = 0;
let showingMs = 0;
let isCrowded = false;

/** To be told how old, in ms, the newest event is that comes at `now` (ms of `performance.now`). */
export function noteLateness(ageMs: number, now: number): void {
  lateness = Math.max(ageMs, latenessAt(now));
  notedAt = now;
}

function latenessAt(now: number): number {
  return lateness * 0.5 ** ((now - notedAt) / halfLifeMs);
}

/** Do events come late? Then nothing may move with every frame. */
export function isLate(now: number): boolean {
  return latenessAt(now) >= lateFromMs;
}

/** To be told what one showing of the open exchange's growth took, up to the screen. */
export function noteShowing(costMs: number): void {
  showingMs += (costMs - showingMs) / 8;
}

/** To be told how many events a second all streams bring. */
export function noteTraffic(eventsPerSecond: number): void {
  isCrowded = eventsPerSecond >= crowdedFrom;
}

/** Is there too little time for frames between those that show what came? */
export function isShortOfTime(now: number): boolean {
  return isLate(now) || hasLittleTime();
}

function hasLittleTime(): boolean {
  return isCrowded || showingMs > dearShowingMs;
}

/** Ms from `now` (ms of `performance.now`) to the first beat at which something that rests for `restMs` may move. */
export function untilBeat(restMs: number, now: number): number {
  return Math.max(0, firstBeat(now + restMs - graceMs, beatFor(restMs, latenessAt(now))) - now);
}

/**
 * The same for figures and whatever else changes a few times a second. Where time is short they do so together, and halfway
 * between two showings: in one frame with what flows they would make it one long task.
 */
export function untilFigures(restMs: number, now: number): number {
  if (!isShortOfTime(now)) return untilBeat(restMs, now);
  const halfway = longMs / 2;
  return Math.max(0, firstBeat(now + restMs - graceMs - halfway, slowMs) + halfway - now);
}

function firstBeat(from: number, beatMs: number): number {
  return Math.ceil(from / beatMs) * beatMs;
}

function beatFor(restMs: number, lateMs: number): number {
  if (lateMs >= veryLateFromMs) return slowMs;
  return restMs > shortMs + 1 || lateMs >= lateFromMs || hasLittleTime() ? longMs : shortMs;
}
