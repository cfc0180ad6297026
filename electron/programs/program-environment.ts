/** The environment of a program that we start (`wirelens run`, the window): what makes it talk to us instead of to its provider. Pure. */
import type { HostRule } from '../../shared/model/interception.ts';
import { ruleFor } from '../../shared/upstreams/host-rules.ts';
import { javaStorePassword, type TrustFiles } from './trust-files.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** The variables that official SDKs and programs read, with what stands behind our URL for each. */
const baseUrls: readonly (readonly [variable: string, path: string])[] = [
  ['OPENAI_BASE_URL', '/openai/v1'],
  ['OPENAI_API_BASE', '/openai/v1'],
  ['ANTHROPIC_BASE_URL', '/anthropic'],
  ['GOOGLE_GEMINI_BASE_URL', '/gemini'],
  ['OLLAMA_HOST', '/ollama'],
  ['CO_API_URL', '/cohere'],
];

/** Of Electron and of npm, which may have started us: they would mean something else to a program of the user. */
const ownVariables =
  /^(npm_|ELECTRON_RUN_AS_NODE$|ELECTRON_NO_|CHROME_DESKTOP$|ORIGINAL_XDG_CURRENT_DESKTOP$|INIT_CWD$)/i;

/** The app's environment without what is about the app itself. */
export function userEnvironment(environment: Environment): Environment {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !ownVariables.test(name)));
}

/** The environment of base-URL mode. */
export function baseUrlEnvironment(environment: Environment, url: string): Environment {
  const own = Object.fromEntries(baseUrls.map(([variable, path]) => [variable, url + path]));
  return { ...environment, ...own };
}

/** Variables that the user had set and base-URL mode replaces. */
export function replacedBaseUrls(environment: Environment): readonly string[] {
  return baseUrls.map(([variable]) => variable).filter((variable) => environment[variable]);
}

const proxyVariables = ['HTTPS_PROXY', 'HTTP_PROXY', 'ALL_PROXY', 'NO_PROXY', 'NODE_USE_ENV_PROXY'];

/** The environment without any proxy and base URL in it. */
export function withoutProxy(environment: Environment): Environment {
  const dropped = new Set([...proxyVariables, ...baseUrls.map(([variable]) => variable)]);
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !dropped.has(name.toUpperCase())));
}

export type ProxyEnvironmentFacts = {
  /** With the token as its password where one is needed. */
  readonly url: string;
  readonly rules: readonly HostRule[];
  readonly files: TrustFiles;
};

/**
 * The environment of proxy mode. Both cases of the proxy variables are set, since curl reads only the lower one of
 * HTTP_PROXY and others only the upper.
 */
export function proxyEnvironment(environment: Environment, facts: ProxyEnvironmentFacts): Environment {
  const { files, url } = facts;
  const exceptions = noProxy(environment, facts.rules);
  return {
    ...environment,
    HTTPS_PROXY: url,
    https_proxy: url,
    HTTP_PROXY: url,
    http_proxy: url,
    NO_PROXY: exceptions,
    no_proxy: exceptions,
    NODE_USE_ENV_PROXY: '1',
    NODE_EXTRA_CA_CERTS: files.nodeExtra,
    SSL_CERT_FILE: files.bundle,
    REQUESTS_CA_BUNDLE: files.bundle,
    CURL_CA_BUNDLE: files.bundle,
    GIT_SSL_CAINFO: files.bundle,
    AWS_CA_BUNDLE: files.bundle,
    CARGO_HTTP_CAINFO: files.bundle,
    DENO_CERT: files.nodeExtra,
    JAVA_TOOL_OPTIONS: javaOptions(environment.JAVA_TOOL_OPTIONS, url, exceptions, files.javaStore),
  };
}

/** This machine, and what the user excepted; but no host that a rule wants to see. */
function noProxy(environment: Environment, rules: readonly HostRule[]): string {
  const given = (environment.no_proxy ?? environment.NO_PROXY ?? '').split(/[\s,]+/);
  const words = ['localhost', '127.0.0.1', '::1', ...given].filter(
    (word) => word !== '' && word !== '*' && ruleFor(rules, word.replace(/^\*?\./, '')) === null,
  );
  return [...new Set(words)].join(',');
}

function javaOptions(given: string | undefined, url: string, exceptions: string, store: string): string {
  const { hostname, port } = new URL(url);
  const hosts = exceptions.split(',').filter((word) => !word.includes(':'));
  return [
    given,
    `-Dhttps.proxyHost=${hostname}`,
    `-Dhttps.proxyPort=${port}`,
    `-Dhttp.proxyHost=${hostname}`,
    `-Dhttp.proxyPort=${port}`,
    `-Dhttp.nonProxyHosts=${quoted(hosts.join('|'))}`,
    `-Djavax.net.ssl.trustStore=${quoted(store)}`,
    `-Djavax.net.ssl.trustStorePassword=${javaStorePassword}`,
  ]
    .filter(Boolean)
    .join(' ');
}

/** The virtual machine splits its options at spaces, except within quotes. */
function quoted(text: string): string {
  return /\s/.test(text) ? `"${text}"` : text;
}
