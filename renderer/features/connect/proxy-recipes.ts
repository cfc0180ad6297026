/**
 * What programs need to use us as their proxy and to trust our certificate, by runtime. Pure: everything comes from the
 * variables that the main process gives, so that nothing here can differ from what started programs get.
 *
 * @see https://nodejs.org/api/cli.html (`NODE_EXTRA_CA_CERTS`, `NODE_USE_ENV_PROXY`)
 * @see https://docs.python.org/3/library/ssl.html (`SSL_CERT_FILE`) · https://requests.readthedocs.io (`REQUESTS_CA_BUNDLE`)
 * @see https://curl.se/docs/sslcerts.html (`CURL_CA_BUNDLE`)
 */
import type { ProxySetup } from '../../../shared/ipc/command-payloads.ts';
import { type Shell, shellExports } from '../../../shared/programs/shell-exports.ts';
import type { Recipe, RecipeGroup } from './recipes.ts';

/** Groups in the order of the tabs. */
export function proxyRecipes(setup: ProxySetup, shell: Shell): readonly RecipeGroup[] {
  const code = (...names: readonly string[]) => shellExports(pick(setup, names), shell);
  return [
    { id: 'all', title: 'Everything', recipes: [everything(setup, shell)] },
    {
      id: 'node',
      title: 'Node',
      recipes: [
        {
          title: 'Node 24, and what reads the proxy itself',
          code: code('HTTPS_PROXY', 'HTTP_PROXY', 'NO_PROXY', 'NODE_USE_ENV_PROXY', 'NODE_EXTRA_CA_CERTS'),
          note: 'Before Node 24, fetch reads no proxy variables: undici’s EnvHttpProxyAgent does.',
        },
        {
          title: 'Node 20 and 22, in the program',
          code: "import { EnvHttpProxyAgent, setGlobalDispatcher } from 'undici';\n\nsetGlobalDispatcher(new EnvHttpProxyAgent());",
        },
      ],
    },
    {
      id: 'python',
      title: 'Python',
      recipes: [
        {
          title: 'httpx (OpenAI, Anthropic), requests, urllib, boto3',
          code: code('HTTPS_PROXY', 'HTTP_PROXY', 'NO_PROXY', 'SSL_CERT_FILE', 'REQUESTS_CA_BUNDLE', 'AWS_CA_BUNDLE'),
        },
      ],
    },
    {
      id: 'curl',
      title: 'curl',
      recipes: [
        { title: 'One call', code: curlLine(setup, shell) },
        { title: 'Environment', code: code('https_proxy', 'http_proxy', 'no_proxy', 'CURL_CA_BUNDLE') },
      ],
    },
    {
      id: 'agents',
      title: 'Agents',
      recipes: [
        {
          title: 'Claude Code, Gemini CLI, pi (Node)',
          code: code('HTTPS_PROXY', 'NO_PROXY', 'NODE_EXTRA_CA_CERTS'),
        },
        {
          title: 'Codex, opencode (native)',
          code: code('HTTPS_PROXY', 'NO_PROXY', 'SSL_CERT_FILE', 'NODE_EXTRA_CA_CERTS'),
          note: 'Then start the agent in the same shell; log-ins with an account work, since the host is the vendor’s own.',
        },
      ],
    },
  ];
}

function everything(setup: ProxySetup, shell: Shell): Recipe {
  return {
    title: 'For a shell, and all that is started in it',
    code: shellExports(setup.variables, shell),
    note: 'Node, Python, curl, Git, AWS, Cargo, Deno and Java.',
  };
}

function pick({ variables }: ProxySetup, names: readonly string[]) {
  return names.flatMap((name) => variables.filter((variable) => variable.name === name));
}

function curlLine(setup: ProxySetup, shell: Shell): string {
  const proxy = pick(setup, ['https_proxy', 'HTTPS_PROXY'])[0]?.value ?? '';
  const quote = shell === 'powershell' ? "'" : '"';
  return `curl --proxy ${proxy} --cacert ${quote}${setup.certificateFile}${quote} https://api.openai.com/v1/models`;
}
