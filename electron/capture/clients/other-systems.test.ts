/** macOS and Windows: what their tools print, in the form in which they print it. */
import { expect, test } from 'vitest';
import { createMacProcesses, parseLsof, parsePs } from './mac-processes.ts';
import { socketKey } from './system-processes.ts';
import { createWindowsProcesses, parseCimProcesses, parseNetstat, parseTasklist } from './windows-processes.ts';

const client = { address: '127.0.0.1', port: 52811, ownPort: 7878 };
const six = { address: '::1', port: 52812, ownPort: 7878 };

const lsof = `p4711
f23
n127.0.0.1:52811->127.0.0.1:7878
f24
n[::1]:52812->[::1]:7878
p812
f20
n127.0.0.1:7878->127.0.0.1:52811
f9
n*:5000
`;
const ps = `    1     0 /sbin/launchd
  640     1 login -pf me
 4000   640 -zsh
 4711  4000 node /Users/me/my bot/app.mjs --verbose
  812     1 /Applications/Wirelens.app/Contents/MacOS/Wirelens
`;

test('lsof names the owner of each end', () => {
  const owners = parseLsof(lsof);
  expect(owners.get(socketKey(client))).toBe(4711);
  expect(owners.get(socketKey(six))).toBe(4711);
  expect(owners.get(socketKey({ address: '127.0.0.1', port: 7878, ownPort: 52811 }))).toBe(812);
});

test('macOS: both tools together give pid and lineage', async () => {
  const asked: string[] = [];
  const processes = createMacProcesses(async (file, words) => {
    asked.push([file, ...words].join(' '));
    return file === 'lsof' ? lsof : ps;
  });
  const owners = await processes.owners([client, { ...client, port: 4 }]);
  expect([...owners]).toEqual([[socketKey(client), 4711]]);
  expect(asked[0]).toContain('-iTCP:52811,4');
  const lineage = await processes.lineage(4711);
  expect(lineage.map(({ pid }) => pid)).toEqual([4711, 4000, 640, 1]);
  expect(lineage[1]?.words).toEqual(['-zsh']);
});

test('ps lines that are none are passed over', () => {
  expect(parsePs('garbage\n  7 x y\n').size).toBe(0);
});

const netstat = `
Active Connections

  Proto  Local Address          Foreign Address        State           PID
  TCP    0.0.0.0:135            0.0.0.0:0              LISTENING       1180
  TCP    127.0.0.1:7878         127.0.0.1:52811        ESTABLISHED     812
  TCP    127.0.0.1:52811        127.0.0.1:7878         HERGESTELLT     4711
  TCP    127.0.0.1:52813        127.0.0.1:7878         TIME_WAIT       0
  TCP    [::1]:52812            [::1]:7878             ESTABLISHED     4711
  UDP    0.0.0.0:123            *:*                                    5000
`.replaceAll('\n', '\r\n');
const cim = JSON.stringify([
  { ProcessId: 812, ParentProcessId: 4, Name: 'Wirelens.exe', CommandLine: null },
  { ProcessId: 4000, ParentProcessId: 900, Name: 'cmd.exe', CommandLine: 'cmd.exe /c claude' },
  {
    ProcessId: 4711,
    ParentProcessId: 4000,
    Name: 'node.exe',
    CommandLine: '"C:\\Program Files\\nodejs\\node.exe" "C:\\Users\\me\\my bot\\app.mjs" --verbose',
  },
]);

test('netstat names owners in any language, and nobody for what is over', () => {
  const owners = parseNetstat(netstat);
  expect(owners.get(socketKey(client))).toBe(4711);
  expect(owners.get(socketKey(six))).toBe(4711);
  expect(owners.get(socketKey({ ...client, port: 52813 }))).toBeUndefined();
});

test('Windows: command lines come with quotes undone', async () => {
  const processes = createWindowsProcesses(async (file) => (file === 'netstat.exe' ? netstat : cim));
  expect((await processes.owners([client])).get(socketKey(client))).toBe(4711);
  const lineage = await processes.lineage(4711);
  expect(lineage[0]?.words).toEqual([
    'C:\\Program Files\\nodejs\\node.exe',
    'C:\\Users\\me\\my bot\\app.mjs',
    '--verbose',
  ]);
  expect(lineage[1]?.words).toEqual(['cmd.exe', '/c', 'claude']);
});

test('Windows without PowerShell: tasklist knows at least the names', async () => {
  const list = '"System Idle Process","0","Services","0","8 K"\r\n"node.exe","4711","Console","1","52,112 K"\r\n';
  expect(parseTasklist(list).get(4711)?.words).toEqual(['node.exe']);
  const processes = createWindowsProcesses(async (file) => (file === 'tasklist.exe' ? list : ''));
  expect((await processes.lineage(4711))[0]?.words).toEqual(['node.exe']);
  expect(parseCimProcesses('access denied').size).toBe(0);
});
