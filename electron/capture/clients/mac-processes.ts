/** Clients on macOS: `lsof` knows whose socket it is, `ps` what that process is. */
import { lineageIn, type ProcessList, splitCommandLine } from './process-list.ts';
import { type RunTool, runTool } from './run-tool.ts';
import { type SystemProcesses, socketKey } from './system-processes.ts';

/** @param run a test's stand-in for the tools */
export function createMacProcesses(run: RunTool = runTool): SystemProcesses {
  return {
    owners: async (sockets) => {
      const ports = [...new Set(sockets.map(({ port }) => port))].join(',');
      const output = await run('lsof', ['-nP', `-iTCP:${ports}`, '-sTCP:ESTABLISHED,CLOSE_WAIT,FIN_WAIT_2', '-Fpn']);
      const owners = parseLsof(output);
      const keys = sockets.map(socketKey);
      return new Map(keys.flatMap((key) => (owners.has(key) ? [[key, owners.get(key) as number]] : [])));
    },
    lineage: async (pid) => lineageIn(parsePs(await run('ps', ['-axww', '-o', 'pid=,ppid=,args='])), pid),
  };
}

/**
 * `p4711`, then for each of its sockets `f12` and `n127.0.0.1:52811->127.0.0.1:7878`: pids by the socket's key.
 * @see https://lsof.readthedocs.io/en/latest/manpage/#output-for-other-programs
 */
export function parseLsof(output: string): ReadonlyMap<string, number> {
  const owners = new Map<string, number>();
  let pid = 0;
  for (const line of output.split('\n')) {
    if (line.startsWith('p')) pid = Number(line.slice(1));
    const [, address, port, ownPort] = /^n(.+):(\d+)->.+:(\d+)$/.exec(line) ?? [];
    if (address === undefined || pid === 0) continue;
    const plain = address.replace(/^\[|\]$/g, '');
    owners.set(socketKey({ address: plain, port: Number(port), ownPort: Number(ownPort) }), pid);
  }
  return owners;
}

/** Lines of `pid ppid command line`. Words that hold spaces come apart: `ps` does not tell. */
export function parsePs(output: string): ProcessList {
  const list = new Map<number, { pid: number; parentPid: number; words: readonly string[] }>();
  for (const [, pid, parent, text = ''] of output.matchAll(/^\s*(\d+)\s+(\d+)\s+(.+)$/gm)) {
    list.set(Number(pid), { pid: Number(pid), parentPid: Number(parent), words: splitCommandLine(text) });
  }
  return list;
}
