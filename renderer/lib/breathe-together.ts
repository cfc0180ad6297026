/**
 * Live dots breathe in unison, wherever and whenever they appear, on the window's beat. They are moved by hand: for each
 * animation of CSS the browser keeps a layer, and one more for whatever is painted after it, so that 24 dots in a list
 * made 58 layers of the window, each of them blended with every frame.
 */
import { isLate, untilBeat } from './beat.ts';
import { onTick } from './use-now.ts';

const breathMs = 1600;
/** Of a dot that is drawn at `smallest` by its stylesheet. */
const smallest = 0.7;
const largest = 0.88;
/** A breath is seen in these steps: finer ones where few dots breathe. */
const fewDots = 6;
const fineStepMs = 100;
const coarseStepMs = 200;

const dots = new Set<HTMLElement>();
/** Ends the wait for the next step. */
let cancel: (() => void) | null = null;

/** A `ref` for a live dot: it breathes until it is gone. */
export function breatheTogether(element: HTMLElement | null): (() => void) | undefined {
  if (element === null) return undefined;
  dots.add(element);
  if (cancel === null) arm();
  return () => {
    dots.delete(element);
    if (dots.size > 0 || cancel === null) return;
    cancel();
    cancel = null;
  };
}

/** Between `smallest` and `largest`, up and down once per breath. */
export function breathAt(now: number, stepMs: number): number {
  const share = ((Math.floor(now / stepMs) * stepMs) % breathMs) / breathMs;
  return smallest + (largest - smallest) * (1 - Math.abs(1 - 2 * share));
}

function arm(): void {
  if (dots.size > fewDots) {
    // With the figures of their rows: a step of its own would be one more frame.
    cancel = onTick(() => step(coarseStepMs));
    return;
  }
  const timer = setTimeout(() => step(fineStepMs), untilBeat(fineStepMs, performance.now()));
  cancel = () => clearTimeout(timer);
}

function step(stepMs: number): void {
  breathe(stepMs);
  // Ticks go on by themselves.
  if (stepMs === coarseStepMs && dots.size > fewDots) return;
  cancel?.();
  arm();
}

/** Where events come late, whoever breathes holds their breath. */
function breathe(stepMs: number): void {
  const now = performance.now();
  if (document.hidden || isLate(now) || matchMedia('(prefers-reduced-motion: reduce)').matches) return;
  const transform = `scale(${breathAt(now, stepMs).toFixed(3)})`;
  for (const dot of dots) dot.style.transform = transform;
}
