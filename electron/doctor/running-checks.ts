/**
 * The Wirelens that is running, asked from outside without sending anything to anybody and without leaving a row: a
 * connection to itself, and a TLS handshake with an intercepted host that ends before any request.
 */

import { X509Certificate } from 'node:crypto';
import http from 'node:http';
import type { Socket } from 'node:net';
import tls from 'node:tls';
import type { DoctorCheck } from '../../shared/model/doctor.ts';
import type { Settings } from '../../shared/model/settings.ts';
import { readAuthority } from '../proxy/tls/authority-file.ts';

const host = 'api.openai.com';
const maxMs = 3000;
/** A connection that is closed sooner without a request counts as one that refused our certificate. */
const politeMs = 1200;

export type RunningFacts = { readonly dataFolder: string; readonly settings: Settings; readonly port: number };

/** @param facts `port`: where it listens, or would */
export async function checkRunning(facts: RunningFacts): Promise<readonly DoctorCheck[]> {
  const listening = await checkPort(facts);
  if (!listening.isOurs) return [listening.check];
  return [listening.check, await checkInterception(facts)];
}

function check(id: string, title: string, outcome: DoctorCheck['outcome'], text: string, advice?: string): DoctorCheck {
  return { id, area: 'running', title, outcome, text, advice: advice ?? null };
}

async function checkPort({ port }: RunningFacts): Promise<{ readonly check: DoctorCheck; readonly isOurs: boolean }> {
  const title = `Port ${port}`;
  const answer = await connectToItself(port);
  if (answer === 'nobody') {
    const text = 'free: nothing listens there now';
    return { check: check('port', title, 'good', text), isOurs: false };
  }
  if (answer === 'proxy') {
    const text = 'a proxy listens there that takes connections to itself, as Wirelens does';
    return { check: check('port', title, 'good', text), isOurs: true };
  }
  const advice = 'Wirelens would take the next free port: base URLs in your settings must name that one.';
  return { check: check('port', title, 'warning', 'another program listens there', advice), isOurs: false };
}

/** CONNECT to the very port that is asked: Wirelens serves it without the network, and it is no exchange. */
function connectToItself(port: number): Promise<'nobody' | 'proxy' | 'other'> {
  return new Promise((resolve) => {
    const path = `127.0.0.1:${port}`;
    const request = http.request({ host: '127.0.0.1', port, method: 'CONNECT', path, agent: false, timeout: maxMs });
    request.on('connect', ({ statusCode }, socket: Socket) => {
      socket.destroy();
      resolve(statusCode === 200 ? 'proxy' : 'other');
    });
    request.on('response', (answer) => {
      answer.destroy();
      resolve('other');
    });
    request.on('timeout', () => request.destroy());
    request.on('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'ECONNREFUSED' ? 'nobody' : 'other'));
    request.end();
  });
}

async function checkInterception({ dataFolder, port, settings }: RunningFacts): Promise<DoctorCheck> {
  const title = `HTTPS interception of ${host}`;
  const stored = readAuthority(dataFolder);
  if (stored === null || stored === 'damaged') {
    const text = 'off: CONNECT is tunnelled unread, base URLs are captured';
    return check('running-interception', title, settings.interception.isEnabled ? 'bad' : 'good', text);
  }
  const shown = await certificateShown(port, stored.certificate);
  if (typeof shown === 'string') {
    const outcome = settings.interception.isEnabled ? 'bad' : 'good';
    return check(
      'running-interception',
      title,
      outcome,
      `not decrypted there (${shown})`,
      'Settings, HTTPS interception.',
    );
  }
  const text = `decrypted with this authority’s certificate, ${shown.fingerprint256.slice(0, 23)}…; nothing was sent`;
  return check('running-interception', title, 'good', text);
}

/** The certificate that a program would see, when the authority signed it; else why there is none. */
function certificateShown(port: number, authority: string): Promise<X509Certificate | string> {
  return new Promise((resolve) => {
    const request = http.request({
      host: '127.0.0.1',
      port,
      method: 'CONNECT',
      path: `${host}:443`,
      agent: false,
      timeout: maxMs,
    });
    const give = (answer: X509Certificate | string): void => {
      resolve(answer);
      request.destroy();
    };
    request.on('timeout', () => give('no answer'));
    request.on('error', (error) => give(error.message));
    request.on('response', (answer) => give(`status ${answer.statusCode}`));
    request.on('connect', (answer, socket: Socket) => {
      if (answer.statusCode !== 200) {
        socket.destroy();
        give(`CONNECT was answered with ${answer.statusCode}`);
        return;
      }
      const secure = tls.connect({ socket, servername: host, ca: authority, rejectUnauthorized: true });
      secure.setTimeout(maxMs, () => secure.destroy());
      secure.on('error', (error) => resolve(error.message));
      secure.on('secureConnect', () => {
        const leaf = new X509Certificate(secure.getPeerCertificate(true).raw);
        setTimeout(() => secure.destroy(), politeMs);
        resolve(leaf);
      });
    });
    request.end();
  });
}
