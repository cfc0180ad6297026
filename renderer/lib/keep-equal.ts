/** Plain data that came anew over the bridge: what of it says the same as before stays the same object, so that nobody paints it again. */

/** `after`, with each part that equals its counterpart in `before` replaced by that; `before` itself where all does. JSON values only. */
export function keepEqual<Value>(before: Value | null, after: Value): Value {
  return (kept(before, after) ?? after) as Value;
}

/** Null: nothing of `after` can be kept as a whole, and it was given what could be kept below it. */
function kept(before: unknown, after: unknown): unknown {
  if (Object.is(before, after)) return before;
  if (typeof before !== 'object' || typeof after !== 'object' || before === null || after === null) return null;
  if (Array.isArray(before) !== Array.isArray(after)) return null;
  const known = before as Record<string, unknown>;
  const fresh = after as Record<string, unknown>;
  const names = Object.keys(fresh);
  let isSame = names.length === Object.keys(known).length;
  for (const name of names) {
    const same = kept(known[name], fresh[name]);
    if (same !== null) fresh[name] = same;
    else if (fresh[name] !== null || known[name] !== null || !(name in known)) isSame = false;
  }
  return isSame ? before : null;
}
