/** Which rule of the intercept list fits a host, and what a rule may say. Pure. */
import type { HostRule } from '../model/interception.ts';
import { urlProblem } from './check-upstream.ts';

/** The rule that decides about `host` (a name or an IP address without brackets); null: none fits. */
export function ruleFor(rules: readonly HostRule[], host: string): HostRule | null {
  const name = normalizedHost(host);
  return rules.find((rule) => matcherOf(rule.host)(name)) ?? null;
}

/** Lower case, without brackets and without the final dot: as rules and certificates have it. */
export function normalizedHost(host: string): string {
  return host
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '');
}

/** Is it an IPv4 or IPv6 address (without brackets)? */
export function isAddress(host: string): boolean {
  return host.includes(':') || /^\d{1,3}(\.\d{1,3}){3}$/.test(host);
}

const matchers = new Map<string, (name: string) => boolean>();

/** Compiled once per glob, since every connection asks. */
function matcherOf(glob: string): (name: string) => boolean {
  const known = matchers.get(glob);
  if (known !== undefined) return known;
  if (matchers.size > 1000) matchers.clear();
  const matcher = createMatcher(normalizedHost(glob));
  matchers.set(glob, matcher);
  return matcher;
}

function createMatcher(glob: string): (name: string) => boolean {
  if (!glob.includes('*')) return (name) => name === glob;
  const isBelow = glob.startsWith('*.');
  const rest = (isBelow ? glob.slice(2) : glob)
    .split('*')
    .map((part) => part.replaceAll(/[.[\]\\^$+?(){}|]/g, '\\$&'))
    .join('[^.]*');
  const pattern = new RegExp(`^${isBelow ? '(?:[^.]+\\.)+' : ''}${rest}$`);
  return (name) => pattern.test(name);
}

/**
 * The name below which the authority must be able to sign for a rule's hosts: the host itself, or the labels behind the
 * last wildcard. An address is its own name.
 */
export function signedName(glob: string): string {
  const labels = normalizedHost(glob).split('.');
  return labels.slice(labels.findLastIndex((label) => label.includes('*')) + 1).join('.');
}

const labelPattern = /^(?!-)[a-z0-9_*-]{1,63}(?<!-)$/;

/** Why a rule cannot be used; null when it can. */
export function ruleProblem(rule: HostRule): string | null {
  return hostProblem(rule.host) ?? (rule.action === 'redirect' ? urlProblem(rule.url) : null);
}

/** Why `host` cannot stand in the intercept list; null when it can. */
export function hostProblem(host: string): string | null {
  const name = normalizedHost(host);
  if (isAddress(name) && isValidAddress(name)) return null;
  const labels = name.split('.');
  if (isAddress(name) || name.length > 253 || !labels.every((label) => labelPattern.test(label))) {
    return `"${host}" is no host: write a name, an IP address, or a glob such as *.example.com.`;
  }
  if (name.includes('*') && signedName(name).split('.').filter(Boolean).length < 2) {
    return `"${host}" is too wide: behind the last * there must be at least two labels, as in *.example.com.`;
  }
  return null;
}

function isValidAddress(text: string): boolean {
  if (!text.includes(':')) return text.split('.').every((part) => Number(part) <= 255);
  return /^[0-9a-f:.]{2,45}$/.test(text) && (text.match(/::/g)?.length ?? 0) <= 1 && text.split(':').length <= 9;
}
