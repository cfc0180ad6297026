/** Ends every switch over our own unions: a new member becomes a compile error, and a bug throws. */
export function assertNever(value: never): never {
  throw new Error(`unexpected value: ${JSON.stringify(value)}`);
}
