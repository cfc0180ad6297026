/**
 * What the authority may sign for, as the X.509 extension that binds a stolen key (DESIGN.md section 5). Pure: names in,
 * DER out.
 */
import { isAddress, signedName } from '../../../shared/upstreams/host-rules.ts';

/** DNS names (each permits itself and everything below it) and IP addresses. */
export type SignedNames = { readonly names: readonly string[]; readonly addresses: readonly string[] };

/** What a list of hosts and globs needs, sorted; what another name covers already is left out. */
export function signedNamesOf(hosts: readonly string[]): SignedNames {
  const all = [...new Set(hosts.map(signedName))].sort();
  const names = all.filter((host) => !isAddress(host));
  return {
    names: names.filter((name) => !names.some((other) => other !== name && isBelow(name, other))),
    addresses: all.filter(isAddress),
  };
}

/** Is everything that `needed` holds permitted by `given`? */
export function coversNames(given: SignedNames, needed: SignedNames): boolean {
  const hasName = (name: string): boolean => given.names.some((other) => name === other || isBelow(name, other));
  return needed.names.every(hasName) && needed.addresses.every((address) => given.addresses.includes(address));
}

function isBelow(name: string, parent: string): boolean {
  return name.endsWith(`.${parent}`);
}

/** Object identifier of the extension (RFC 5280, 4.2.1.10). */
export const nameConstraintsId = '2.5.29.30';

const tag = { sequence: 0x30, permitted: 0xa0, excluded: 0xa1, dnsName: 0x82, ipAddress: 0x87 } as const;

/**
 * The value of the extension. A name type that no subtree speaks of is unconstrained, so addresses of a family without
 * a permitted one are excluded whole.
 * @see https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.10
 */
export function encodeNameConstraints({ names, addresses }: SignedNames): Buffer {
  const permitted = [
    ...names.map((name) => subtree(tag.dnsName, Buffer.from(name, 'ascii'))),
    ...addresses.map((address) => subtree(tag.ipAddress, addressAndMask(address))),
  ];
  const excluded = [
    ...(addresses.some((address) => !address.includes(':')) ? [] : [subtree(tag.ipAddress, Buffer.alloc(8))]),
    ...(addresses.some((address) => address.includes(':')) ? [] : [subtree(tag.ipAddress, Buffer.alloc(32))]),
  ];
  const parts = [element(tag.permitted, Buffer.concat(permitted))];
  if (excluded.length > 0) parts.push(element(tag.excluded, Buffer.concat(excluded)));
  return element(tag.sequence, Buffer.concat(parts));
}

function subtree(type: number, base: Buffer): Buffer {
  return element(tag.sequence, element(type, base));
}

/** One DER element with a length in the short or long form. */
function element(type: number, content: Buffer): Buffer {
  const { length } = content;
  if (length < 0x80) return Buffer.concat([Buffer.from([type, length]), content]);
  const digits = length > 0xffff ? [length >> 16, (length >> 8) & 0xff, length & 0xff] : [length >> 8, length & 0xff];
  const size = length > 0xff ? digits : digits.slice(-1);
  return Buffer.concat([Buffer.from([type, 0x80 | size.length, ...size]), content]);
}

function addressAndMask(address: string): Buffer {
  const bytes = addressBytes(address);
  return Buffer.concat([bytes, Buffer.alloc(bytes.length, 0xff)]);
}

function addressBytes(address: string): Buffer {
  if (!address.includes(':')) return Buffer.from(address.split('.').map(Number));
  const [head = '', tail = ''] = address.split('::');
  const before = groupsOf(head);
  const after = groupsOf(tail);
  const zeros = address.includes('::') ? Math.max(0, 16 - before.length - after.length) : 0;
  return Buffer.from([...before, ...new Array<number>(zeros).fill(0), ...after]);
}

function groupsOf(text: string): number[] {
  if (text === '') return [];
  return text.split(':').flatMap((group) => {
    if (group.includes('.')) return group.split('.').map(Number);
    const value = Number.parseInt(group, 16);
    return [value >> 8, value & 0xff];
  });
}
