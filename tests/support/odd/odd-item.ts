/** An output item of a Responses stream as a generator makes it. */

export type Fields = { readonly [name: string]: unknown };

/** An item's life: as it was added, its own events, as it was done. Events lack their place. */
export type Life = { readonly added: Fields; readonly events: readonly Fields[]; readonly done: Fields };
