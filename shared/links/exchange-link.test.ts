import { expect, test } from 'vitest';
import { isExchangeLink, readExchangeLink, readExchangePlace, writeExchangeLink } from './exchange-link.ts';

const id = '0mfq2xkz9ab3c4d5e6f7';

test('a link written is the link that is read, with and without an event', () => {
  for (const event of [null, 0, 12, 999_999_999]) {
    expect(readExchangeLink(writeExchangeLink({ id, event }))).toEqual({ ok: true, value: { id, event } });
  }
  expect(writeExchangeLink({ id, event: 7 })).toBe(`wirelens://exchange/${id}#7`);
});

test('browsers may end the path with a slash', () => {
  expect(readExchangeLink(`wirelens://exchange/${id}/#3`)).toEqual({ ok: true, value: { id, event: 3 } });
});

test.each([
  ['an id of another shape', 'wirelens://exchange/../../etc/passwd'],
  ['an id too short', 'wirelens://exchange/abc'],
  ['capitals', `wirelens://exchange/${id.toUpperCase()}`],
  ['another action', `wirelens://delete/${id}`],
  ['an action behind the id', `wirelens://exchange/${id}/delete`],
  ['a query', `wirelens://exchange/${id}?run=rm`],
  ['an event that is no number', `wirelens://exchange/${id}#1e3`],
  ['a negative event', `wirelens://exchange/${id}#-1`],
  ['an event that no stream has', `wirelens://exchange/${id}#99999999999`],
  ['a second line', `wirelens://exchange/${id}\n--inspect`],
  ['arguments behind it', `wirelens://exchange/${id} --gpu-launcher=x`],
  ['a user', `wirelens://me@exchange/${id}`],
  ['a huge one', `wirelens://exchange/${'a'.repeat(1_000_000)}`],
  ['nothing', 'wirelens:'],
])('%s is refused', (_what, link) => {
  expect(isExchangeLink(link)).toBe(true);
  expect(readExchangeLink(link).ok).toBe(false);
});

test('the command takes an id, an id with an event, or a whole link', () => {
  expect(readExchangePlace(id)).toEqual({ ok: true, value: { id, event: null } });
  expect(readExchangePlace(`${id}#4`)).toEqual({ ok: true, value: { id, event: 4 } });
  expect(readExchangePlace(`wirelens://exchange/${id}#4`)).toEqual({ ok: true, value: { id, event: 4 } });
  expect(readExchangePlace('last').ok).toBe(false);
});
