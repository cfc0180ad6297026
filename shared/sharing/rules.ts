/** What a scan looks for before something is shared, as data. Earlier rules win where two fit the same place. */

export type SharingCategory = 'secret' | 'personal' | 'place';

export type SharingRule = {
  readonly id: string;
  readonly title: string;
  readonly category: SharingCategory;
  /** Group 1, where there is one, is what is found; else all of it. */
  readonly pattern: RegExp;
  /** Bits per character (Shannon) that the found text must have. */
  readonly leastEntropy?: number;
  /** The found text must fit this too. */
  readonly also?: RegExp;
  /** Found texts that are no finding. */
  readonly except?: RegExp;
  readonly isDefault: boolean;
  /** A value found once is replaced wherever else it stands; not for words that mean something elsewhere. */
  readonly isEverywhere: boolean;
};

/** Not within a longer word; `\n` in a text that holds JSON counts as a line's end. */
const begin = String.raw`(?:(?<![A-Za-z0-9_])|(?<=\\[nrt]))`;
const end = '(?![A-Za-z0-9_-])';

function key(id: string, title: string, shape: string): SharingRule {
  const pattern = new RegExp(`${begin}${shape}${end}`, 'g');
  return { id, title, category: 'secret', pattern, isDefault: true, isEverywhere: true };
}

/** Names of providers' own ids, which look random and are no secrets. */
const harmlessIds =
  /^(toolu|msg|call|resp|req|chatcmpl|gen|rs|fc|ws|run|thread|file|batch|srvtoolu|fp|item|evt|event|conv|container)[_-]/;

/** In the order in which they are tried: where two fit, the first one counts. */
export const sharingRules: readonly SharingRule[] = [
  {
    id: 'private-key',
    title: 'Private key',
    category: 'secret',
    pattern: /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]{20,20000}?-----END [A-Z ]*PRIVATE KEY-----/g,
    isDefault: true,
    isEverywhere: true,
  },
  key('anthropic-key', 'Anthropic key', 'sk-ant-[A-Za-z0-9_-]{16,}'),
  key('openrouter-key', 'OpenRouter key', 'sk-or-[A-Za-z0-9-]{16,}'),
  key('openai-key', 'OpenAI key', 'sk-(?:proj-|svcacct-|admin-)?[A-Za-z0-9_-]{20,}'),
  key('google-key', 'Google API key', 'AIza[0-9A-Za-z_-]{35}'),
  key('google-token', 'Google access token', String.raw`ya29\.[0-9A-Za-z_-]{20,}`),
  key('aws-key', 'AWS access key', '(?:AKIA|ASIA|ABIA|ACCA)[0-9A-Z]{16}'),
  key('github-token', 'GitHub token', '(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{22,})'),
  key('gitlab-token', 'GitLab token', 'gl(?:pat|dt|rt|ptt)-[A-Za-z0-9_-]{20,}'),
  key('slack-token', 'Slack token', 'xox[abeoprs]-[A-Za-z0-9-]{10,}'),
  key('stripe-key', 'Stripe key', '(?:sk|rk)_(?:live|test)_[A-Za-z0-9]{16,}'),
  key('hugging-face-token', 'Hugging Face token', 'hf_[A-Za-z0-9]{30,}'),
  key('groq-key', 'Groq key', 'gsk_[A-Za-z0-9]{30,}'),
  key('xai-key', 'xAI key', 'xai-[A-Za-z0-9]{30,}'),
  key('replicate-token', 'Replicate token', 'r8_[A-Za-z0-9]{30,}'),
  key('npm-token', 'npm token', 'npm_[A-Za-z0-9]{36}'),
  key('pypi-token', 'PyPI token', 'pypi-[A-Za-z0-9_-]{50,}'),
  key('sendgrid-key', 'SendGrid key', String.raw`SG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}`),
  key('jwt', 'JSON web token', String.raw`eyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}`),
  {
    id: 'url-password',
    title: 'Password in a URL',
    category: 'secret',
    pattern: /[a-z][a-z0-9+.-]{1,20}:\/\/[^\s/:@"'<>]{1,80}:([^\s/@"'<>]{3,200})@/gi,
    isDefault: true,
    isEverywhere: false,
  },
  {
    id: 'bearer-token',
    title: 'Bearer token',
    category: 'secret',
    pattern: /\b(?:Bearer|Basic)\s+([A-Za-z0-9._~+/=-]{12,})/g,
    leastEntropy: 2.5,
    isDefault: true,
    isEverywhere: true,
  },
  {
    id: 'named-secret',
    title: 'Value called a secret',
    category: 'secret',
    pattern:
      /(?:api[_-]?key|secret|token|passw(?:or)?d|credential|access[_-]?key|client[_-]?secret|pwd)[A-Za-z0-9_-]{0,24}\\?["']?\s{0,3}[:=]\s{0,3}\\?["']?([^\s"'\\,;<>(){}[\]$]{8,200})/gi,
    leastEntropy: 2.8,
    also: /\d/,
    except: /^(?:••••|process\.env|os\.environ|REDACTED)/,
    isDefault: true,
    isEverywhere: true,
  },
  {
    id: 'random-text',
    title: 'Random-looking text',
    category: 'secret',
    pattern: /(?<![A-Za-z0-9+/_=-])[A-Za-z0-9+/_-]{32,200}={0,2}(?![A-Za-z0-9+/_=-])/g,
    leastEntropy: 4.4,
    also: /^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)/,
    except: harmlessIds,
    isDefault: true,
    isEverywhere: true,
  },
  {
    id: 'email',
    title: 'E-mail address',
    category: 'personal',
    pattern:
      /(?<![A-Za-z0-9._%+-])(?<!\\)[A-Za-z0-9._%+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,4}[A-Za-z]{2,24}(?![A-Za-z0-9-])/g,
    except: /@(?:example\.(?:com|org|net)|users\.noreply\.github\.com)$|^(?:git|noreply)@/i,
    isDefault: true,
    isEverywhere: true,
  },
  {
    id: 'home-folder',
    title: 'Name in a path',
    category: 'personal',
    pattern:
      /(?:\/home\/|\/Users\/|[A-Za-z]:(?:\\{1,4}|\/)Users(?:\\{1,4}|\/)|[/\\]-(?:home|Users)-)([A-Za-z0-9][A-Za-z0-9._ -]{0,40}?)(?=[/\\\s"'`:;,)\]}<>]|-|$)/g,
    except: /^(?:Shared|Public|user|username|you|runner|root|node|ubuntu|app)$/i,
    isDefault: true,
    isEverywhere: false,
  },
  {
    id: 'phone',
    title: 'Phone number',
    category: 'personal',
    pattern: /(?<![\w.+-])\+\d{1,3}[ .-]?(?:\(\d{1,4}\)[ .-]?)?\d{2,4}(?:[ .-]?\d{2,4}){1,4}(?![\w.])/g,
    isDefault: false,
    isEverywhere: true,
  },
  {
    id: 'ip-address',
    title: 'IP address',
    category: 'place',
    pattern: /(?<![\w.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\w.])/g,
    except: /^(?:127\.|0\.0\.0\.0$|255\.|192\.0\.2\.)/,
    isDefault: false,
    isEverywhere: true,
  },
];

/** Ids of those that are on unless somebody says otherwise. */
export const defaultSharingRules: readonly string[] = sharingRules.filter((rule) => rule.isDefault).map(({ id }) => id);

/** Rules by their ids. */
export function rulesOf(ids: readonly string[]): readonly SharingRule[] {
  return sharingRules.filter(({ id }) => ids.includes(id));
}
