/**
 * `wirelens://exchange/<id>` and `wirelens://exchange/<id>#<event>`: links that open an exchange, or one event of it, in the
 * window. They come from anywhere (pages, mails, other programs), so that they can only name what is looked at. Pure.
 */
import { fail, type Result, succeed } from '../lib/result.ts';
import type { ExchangePlace } from '../model/app-window.ts';

/** The scheme, as the system registers it. */
export const linkScheme = 'wirelens';

/** The longest link that is read at all; ours have at most 50 characters. */
const maxLength = 200;
const linkForm = /^wirelens:\/\/exchange\/([0-9a-z]{20})\/?(?:#(0|[1-9]\d{0,8}))?$/;
const placeForm = /^([0-9a-z]{20})(?:#(0|[1-9]\d{0,8}))?$/;

/** Is this meant to be a link of ours, good or bad? */
export function isExchangeLink(text: string): boolean {
  return /^wirelens:/i.test(text);
}

/** The link to an exchange, or to one event of it. */
export function writeExchangeLink({ id, event }: ExchangePlace): string {
  return `${linkScheme}://exchange/${id}${event === null ? '' : `#${event}`}`;
}

/** What a link names; anything but the two forms is refused, with a sentence. */
export function readExchangeLink(text: string): Result<ExchangePlace> {
  if (text.length > maxLength) return fail('too-long', `It has ${text.length} characters; a link has at most 50.`);
  const found = linkForm.exec(text);
  if (found === null) return fail('unknown-form', 'It is no wirelens://exchange/<id> or …#<event>.');
  return succeed(placeOf(found));
}

/** `<id>` or `<id>#<event>`, as the command takes it; a link too. */
export function readExchangePlace(text: string): Result<ExchangePlace> {
  if (isExchangeLink(text)) return readExchangeLink(text);
  const found = text.length > maxLength ? null : placeForm.exec(text);
  if (found === null)
    return fail('unknown-form', 'An exchange id has 20 characters 0-9 and a-z, an event follows as #12.');
  return succeed(placeOf(found));
}

function placeOf([, id = '', event]: RegExpExecArray): ExchangePlace {
  return { id, event: event === undefined ? null : Number(event) };
}
