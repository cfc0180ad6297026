/** `wirelens export --scan`: the findings for a person or a script. */
import type { ExchangeId } from '../../shared/model/exchange.ts';
import { defaultSharingRules, sharingRules } from '../../shared/sharing/rules.ts';
import type { Queries } from '../storage/queries-api.ts';
import { CliError } from './cli-error.ts';
import type { Terminal } from './terminal.ts';

type RuleOptions = { readonly alsoFind: readonly string[] };

/** The usual rules and those that were asked for. Fails for a rule that there is not. */
export function ruleIds({ alsoFind }: RuleOptions): readonly string[] {
  const known = sharingRules.map(({ id }) => id);
  if (alsoFind.includes('all')) return known;
  const strange = alsoFind.find((id) => !known.includes(id));
  if (strange !== undefined) throw new CliError(`There is no rule "${strange}". There are: ${known.join(', ')}.`, 2);
  return [...new Set([...defaultSharingRules, ...alsoFind])];
}

/** One line per value. */
export async function tellFindings(
  queries: Queries,
  ids: readonly ExchangeId[] | 'all',
  options: RuleOptions & { readonly json?: boolean },
  terminal: Terminal,
): Promise<void> {
  const scan = await queries.scan(ids, ruleIds(options));
  if (options.json) {
    terminal.print(JSON.stringify(scan));
    return;
  }
  for (const { id, title, preview, count, exchanges } of scan.findings) {
    terminal.print(`${id}  ${title.padEnd(24)} ${preview}  (${count} times, in ${exchanges.join(', ')})`);
  }
  const unread = scan.unreadableBodies === 0 ? '' : `; ${scan.unreadableBodies} bodies are no text and were not read`;
  terminal.complain(`${scan.findings.length} findings in ${scan.exchangeCount} exchanges${unread}`);
}
