import { expect, test } from 'vitest';
import { isShortOfTime, noteLateness, noteShowing, noteTraffic, untilBeat, untilFigures } from './beat.ts';

const beatMs = 100 / 3;

test('what moves often moves 30 times a second, the rest on every third of these beats', () => {
  expect(untilBeat(24, 1000)).toBeCloseTo(beatMs);
  expect(untilBeat(60, 1000)).toBeCloseTo(100);
  expect(untilBeat(250, 1040)).toBeCloseTo(260);
});

test('what moved with the frame after its beat moves again at the next', () => {
  expect(untilBeat(33, 1012)).toBeCloseTo(beatMs - 12);
  expect(untilBeat(100, 1012)).toBeCloseTo(88);
});

test('what is long due moves at once or with the next beat', () => {
  expect(untilBeat(-50, 1030)).toBeCloseTo(0);
  expect(untilBeat(0, 1030)).toBeCloseTo(beatMs - 30);
});

test('where events come late everything moves less often, and comes back to its pace', () => {
  noteLateness(100, 1000);
  expect(untilBeat(24, 1000)).toBeCloseTo(100);
  noteLateness(600, 1100);
  expect(untilBeat(24, 1210)).toBeCloseTo(290);
  // One that is in time again does not yet mean that there is time.
  noteLateness(10, 1210);
  expect(untilBeat(24, 1210)).toBeCloseTo(290);
  expect(untilBeat(24, 9000)).toBeCloseTo(beatMs);
});

test('where a showing is dear, everything moves with it instead of in frames of its own', () => {
  expect(isShortOfTime(20_000)).toBe(false);
  for (let times = 0; times < 20; times += 1) noteShowing(30);
  expect(isShortOfTime(20_000)).toBe(true);
  expect(untilBeat(24, 20_000)).toBeCloseTo(100);
  for (let times = 0; times < 20; times += 1) noteShowing(3);
  expect(isShortOfTime(20_000)).toBe(false);
  expect(untilBeat(24, 20_000)).toBeCloseTo(beatMs);
});

test('many events a second leave no time for frames between the showings', () => {
  noteTraffic(400);
  expect(isShortOfTime(30_000)).toBe(false);
  expect(untilFigures(250, 30_040)).toBeCloseTo(260);
  noteTraffic(10_000);
  expect(isShortOfTime(30_000)).toBe(true);
  expect(untilBeat(24, 30_000)).toBeCloseTo(100);
  noteTraffic(0);
  expect(isShortOfTime(30_000)).toBe(false);
});

test('where time is short, all figures change together, halfway between two showings', () => {
  noteTraffic(10_000);
  for (const restMs of [20, 130, 250]) expect((40_000 + untilFigures(restMs, 40_000)) % 100).toBeCloseTo(50);
  expect(40_000 + untilFigures(250, 40_000)).toBe(40_000 + untilFigures(200, 40_040) + 40);
  noteTraffic(0);
});
