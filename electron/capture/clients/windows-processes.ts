/** Clients on Windows: `netstat` knows whose connection it is, PowerShell (else `tasklist`) what that process is. */
import { lineageIn, type ProcessList, splitCommandLine } from './process-list.ts';
import { type RunTool, runTool } from './run-tool.ts';
import { type ProcessFacts, type SystemProcesses, socketKey } from './system-processes.ts';

const processQuery =
  'Get-CimInstance Win32_Process | Select-Object ProcessId,ParentProcessId,Name,CommandLine | ConvertTo-Json -Compress';

/** @param run a test's stand-in for the tools */
export function createWindowsProcesses(run: RunTool = runTool): SystemProcesses {
  const list = async (): Promise<ProcessList> => {
    const words = ['-NoProfile', '-NonInteractive', '-Command', processQuery];
    const known = parseCimProcesses(await run('powershell.exe', words));
    return known.size > 0 ? known : parseTasklist(await run('tasklist.exe', ['/FO', 'CSV', '/NH']));
  };
  return {
    owners: async (sockets) => {
      const owners = parseNetstat(await run('netstat.exe', ['-ano']));
      const keys = sockets.map(socketKey);
      return new Map(keys.flatMap((key) => (owners.has(key) ? [[key, owners.get(key) as number]] : [])));
    },
    lineage: async (pid) => lineageIn(await list(), pid),
  };
}

/**
 * `  TCP    127.0.0.1:52811    127.0.0.1:7878    ESTABLISHED    4711`; the state's word is in the user's language. Pid 0
 * is a connection that its process has left.
 * @see https://learn.microsoft.com/en-us/windows-server/administration/windows-commands/netstat
 */
export function parseNetstat(output: string): ReadonlyMap<string, number> {
  const owners = new Map<string, number>();
  const line = /^\s*TCP\s+(\S+):(\d+)\s+\S+:(\d+)\s.*\s(\d+)\s*$/gm;
  for (const [, address = '', port, ownPort, pid] of output.matchAll(line)) {
    if (pid === '0') continue;
    // `[::1%1]` names an interface.
    const plain = address.replace(/^\[|\]$/g, '').replace(/%.*$/, '');
    owners.set(socketKey({ address: plain, port: Number(port), ownPort: Number(ownPort) }), Number(pid));
  }
  return owners;
}

/** @see https://learn.microsoft.com/en-us/windows/win32/cimwin32prov/win32-process */
export function parseCimProcesses(output: string): ProcessList {
  let rows: unknown;
  try {
    rows = JSON.parse(output);
  } catch {
    return new Map();
  }
  const list = new Map<number, ProcessFacts>();
  for (const row of Array.isArray(rows) ? rows : [rows]) {
    const {
      ProcessId: pid,
      ParentProcessId: parentPid,
      Name: name,
      CommandLine: text,
    } = row as Record<string, unknown>;
    if (typeof pid !== 'number') continue;
    const words = typeof text === 'string' && text !== '' ? splitCommandLine(text) : [String(name)];
    list.set(pid, { pid, parentPid: typeof parentPid === 'number' ? parentPid : null, words });
  }
  return list;
}

/** `"node.exe","4711","Console","1","52,112 K"`: names alone. */
export function parseTasklist(output: string): ProcessList {
  const list = new Map<number, ProcessFacts>();
  for (const [, name = '', pid] of output.matchAll(/^"([^"]+)","(\d+)"/gm)) {
    list.set(Number(pid), { pid: Number(pid), parentPid: null, words: [name] });
  }
  return list;
}
