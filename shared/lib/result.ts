/** Expected failure as a value: a `kind` to switch on and a message that says what to do next. */

export type Failure<Kind extends string = string> = { readonly kind: Kind; readonly message: string };

export type Result<Value, Kind extends string = string> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly error: Failure<Kind> };

/** What was asked for. */
export function succeed<Value>(value: Value): { readonly ok: true; readonly value: Value } {
  return { ok: true, value };
}

/** An expected failure; `message` says what happened and what to do next. */
export function fail<Kind extends string>(
  kind: Kind,
  message: string,
): { readonly ok: false; readonly error: Failure<Kind> } {
  return { ok: false, error: { kind, message } };
}
