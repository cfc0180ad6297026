/** A value while it is being made. */

/** As `Value`, to be written to by whoever made the copy, before anyone else sees it. */
export type Mutable<Value> = { -readonly [Name in keyof Value]: Value[Name] };
