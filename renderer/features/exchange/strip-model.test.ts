import { expect, test } from 'vitest';
import { curveStretches, rateAt, rateCurves } from './rate-curve.ts';
import { createStreamTrack, extendTrack, settleTrack } from './stream-track.ts';
import { axisMoments, fittedView, liveView, momentOf, pixelOf, ticksInView, zoomedView } from './strip-model.ts';
import { eventAt, testStart, textEvent } from './test-events.ts';

function steadyTrack(count: number, everyMs: number) {
  const track = createStreamTrack(testStart);
  extendTrack(
    track,
    Array.from({ length: count }, (_, index) => textEvent(index, index * everyMs)),
  );
  settleTrack(track);
  return track;
}

test('while live the scale stays until now would pass 92 %, then now stands at 80 %', () => {
  const view = liveView(8000, null);
  expect(pixelOf(view, 100, 8000)).toBeCloseTo(80);
  expect(liveView(9100, view)).toBe(view);
  expect(pixelOf(liveView(9300, view), 100, 9300)).toBeCloseTo(80);
});

test('the curve of one token every 25 ms is 40 tokens/s in its middle', () => {
  const track = steadyTrack(200, 25);
  const [curve] = rateCurves(track, fittedView(5000, false), 900, null);
  const middle = curve?.perSecond[Math.floor((curve?.perSecond.length ?? 0) / 2)] ?? 0;
  expect(middle).toBeGreaterThan(38);
  expect(middle).toBeLessThan(42);
  expect(rateAt(track, 2500, null)).toBeCloseTo(40, 0);
});

test('at an open end the curve does not dip at now', () => {
  const track = steadyTrack(200, 25);
  const now = 199 * 25 + 5;
  const [curve] = rateCurves(track, liveView(now, null), 900, now);
  const values = curve?.perSecond ?? new Float64Array(1);
  expect(values[values.length - 3]).toBeGreaterThan(30);
  expect(values[values.length - 3]).toBeLessThan(55);
});

test('tokens are neither lost nor made by the smoothing', () => {
  const track = steadyTrack(100, 20);
  const view = { startMs: -2000, spanMs: 6000 };
  const [curve] = rateCurves(track, view, 1200, null);
  const area = [...(curve?.perSecond ?? [])].reduce((sum, value) => sum + (value * 5) / 1000, 0);
  // The bell is cut at the block's own edges: half of what is near them falls outside.
  expect(area).toBeGreaterThan(90);
  expect(area).toBeLessThanOrEqual(100.01);
});

test('up to 1,500 events each has its tick, above they merge per pixel and none is lost', () => {
  const few = ticksInView(steadyTrack(1500, 1), { startMs: 0, spanMs: 2000 }, 300);
  expect(few).toHaveLength(1500);
  const many = ticksInView(steadyTrack(4000, 1), { startMs: 0, spanMs: 4000 }, 300);
  expect(many.length).toBeLessThanOrEqual(300);
  expect(many.reduce((sum, tick) => sum + tick.events, 0)).toBe(4000);
});

test('zooming in opens merged ticks again', () => {
  const track = steadyTrack(4000, 1);
  const view = zoomedView({ startMs: 0, spanMs: 4000 }, { startMs: 0, spanMs: 4000 }, 2000, 0.25);
  const ticks = ticksInView(track, view, 300);
  expect(ticks.every((tick) => tick.events === 1)).toBe(true);
});

test('a stall cuts the curve of its block in two', () => {
  const track = createStreamTrack(testStart);
  const pieces = Array.from({ length: 60 }, (_, index) => textEvent(index, index * 30 + (index >= 30 ? 2000 : 0)));
  extendTrack(track, pieces);
  settleTrack(track);
  expect(curveStretches(track, null)).toHaveLength(2);
});

test('zoom keeps the moment under the pointer and never leaves the stream', () => {
  const full = { startMs: 0, spanMs: 10_000 };
  const view = zoomedView(full, full, 4000, 0.5);
  expect(pixelOf(view, 100, 4000)).toBeCloseTo(40);
  expect(zoomedView(view, full, 9000, 100)).toEqual(full);
  expect(momentOf(view, 100, pixelOf(view, 100, 1234))).toBeCloseTo(1234);
});

test('the axis has round steps at least as far apart as asked', () => {
  const { stepMs, moments } = axisMoments({ startMs: 0, spanMs: 12_300 }, 900, 90);
  expect(stepMs).toBe(2000);
  expect(moments).toEqual([0, 2000, 4000, 6000, 8000, 10_000, 12_000]);
});

test('a pixel that holds trouble shows it, however small', () => {
  const track = createStreamTrack(testStart);
  const events = Array.from({ length: 3000 }, (_, index) => textEvent(index, index / 100));
  events[10] = eventAt(10, 0.1, [], { outcome: 'malformed' });
  extendTrack(track, events);
  const [tick] = ticksInView(track, { startMs: 0, spanMs: 3000 }, 30);
  expect(tick?.role).toBe(6);
});

test('the axis of many minutes stands on whole ones', () => {
  const { stepMs, moments } = axisMoments({ startMs: 0, spanMs: 610_000 }, 900, 88);
  expect(stepMs).toBe(60_000);
  expect(moments).toHaveLength(11);
  expect(axisMoments({ startMs: 0, spanMs: 8 * 3_600_000 }, 900, 88).stepMs).toBe(3_600_000);
});
