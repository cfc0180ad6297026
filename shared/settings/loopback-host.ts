/** Which addresses only this machine can call. Pure. */

/** Is `host`, as settings name it, this machine alone? */
export function isLoopbackHost(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}
