/** What a scan finds, and what redaction does to texts. */
import { describe, expect, test } from 'vitest';
import { mapStringsIn } from './json-strings.ts';
import { createRedactor } from './redactor.ts';
import { defaultSharingRules, rulesOf, sharingRules } from './rules.ts';
import { findingId, scanText } from './scan-text.ts';

const rules = rulesOf(defaultSharingRules);
const found = (text: string, among = rules) => scanText(text, among).map(({ rule, value }) => [rule.id, value]);
const word = (length: number) => Array.from({ length }, (_, index) => 'aB3dE5gH7'[index % 9]).join('');

describe('a scan', () => {
  test('knows keys by their shapes', () => {
    const keys: Readonly<Record<string, string>> = {
      'anthropic-key': `sk-ant-api03-${word(40)}`,
      'openai-key': `sk-proj-${word(40)}`,
      'google-key': `AIza${word(35)}`,
      'aws-key': 'AKIAIOSFODNN7EXAMPLE',
      'github-token': `ghp_${word(36)}`,
      'slack-token': `xoxb-${word(20)}`,
      'hugging-face-token': `hf_${word(34)}`,
      jwt: `eyJ${word(20)}.eyJ${word(20)}.${word(20)}`,
    };
    for (const [id, key] of Object.entries(keys)) {
      expect(found(`set it to ${key}, then go`)).toEqual([[id, key]]);
      expect(found(`{"a":"line\\n${key}"}`)).toEqual([[id, key]]);
    }
  });

  test('knows passwords by what they are called and by where they stand, names in paths, e-mails', () => {
    expect(found('DB_PASSWORD=hunter2-hunter3')).toEqual([['named-secret', 'hunter2-hunter3']]);
    expect(found('postgres://me:s3cretpw@db/x')).toEqual([['url-password', 's3cretpw']]);
    expect(found('cat /home/mara/notes.txt C:\\Users\\Mara\\x')).toEqual([
      ['home-folder', 'mara'],
      ['home-folder', 'Mara'],
    ]);
    expect(found('write to mara.lind@firma.de.')).toEqual([['email', 'mara.lind@firma.de']]);
  });

  test('leaves alone what only looks like it', () => {
    for (const text of [
      'toolu_01A9bC8dE7fG6hJ5kL4mN3pQ2rS1tU0vWxYz',
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
      'max_tokens: 4096, "input_tokens":31422',
      'api_key: process.env.OPENAI_API_KEY_2',
      'x-api-key: ••••a1b2 #7f3c',
      'someone@example.com git@github.com',
      '/home/user/x /Users/Shared/y',
      'version 1.2.3.4 at 12:34:56',
    ]) {
      expect(found(text)).toEqual([]);
    }
  });

  test('looks for phone numbers and addresses only when asked', () => {
    expect(found('call +49 30 1234567 from 84.12.3.4')).toEqual([]);
    expect(found('call +49 30 1234567 from 84.12.3.4 or 127.0.0.1', sharingRules)).toEqual([
      ['phone', '+49 30 1234567'],
      ['ip-address', '84.12.3.4'],
    ]);
  });

  test('is quick with long and hostile texts', () => {
    const started = performance.now();
    for (const text of [
      'a'.repeat(300_000),
      '/home/'.repeat(30_000),
      'token '.repeat(40_000),
      '@a.'.repeat(60_000),
      'eyJ'.repeat(60_000),
    ]) {
      scanText(text, sharingRules);
    }
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});

describe('redaction', () => {
  test('the same value has the same stand-in, whoever says it and wherever', () => {
    const redactor = createRedactor({ rules, keep: new Set() });
    expect(redactor.text('a.b@firma.de, c.d@firma.de, a.b@firma.de')).toBe(
      'person-1@example.com, person-2@example.com, person-1@example.com',
    );
    expect(redactor.text('PASSWORD=hunter2-hunter3')).toBe('PASSWORD=REDACTED-1');
    expect(redactor.text('I typed hunter2-hunter3 there')).toBe('I typed REDACTED-1 there');
    expect(redactor.text('/home/mara/a /home/mara/b')).toBe('/home/user-1/a /home/user-1/b');
    expect(redactor.leaksInto('x hunter2-hunter3 x')).toBe(true);
  });

  test('what was chosen to stay stays', () => {
    const redactor = createRedactor({ rules, keep: new Set([findingId('a.b@firma.de')]) });
    expect(redactor.text('a.b@firma.de c.d@firma.de')).toBe('a.b@firma.de person-1@example.com');
  });

  test('JSON stays JSON, and what is not replaced stays as it was written', () => {
    const redactor = createRedactor({ rules, keep: new Set() });
    const text = '{ "a" : "caf\\u00e9 \\/", "n":1.0, "m": "mail\\n\\"a.b@firma.de\\"", "a.b@firma.de": [true] }';
    const redacted = mapStringsIn(text, redactor.text);
    expect(redacted).toBe(
      '{ "a" : "caf\\u00e9 \\/", "n":1.0, "m": "mail\\n\\"person-1@example.com\\"", "person-1@example.com": [true] }',
    );
    expect(() => JSON.parse(redacted)).not.toThrow();
    const escaped = '{"m":"a.b\\u0040firma.de"}';
    expect(mapStringsIn(escaped, redactor.text)).toBe('{"m":"person-1@example.com"}');
  });
});
