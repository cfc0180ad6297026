/** Node's own fetch, no SDK. */
import './use-proxy.mjs';

const url = `${process.env.OPENAI_BASE_URL ?? 'https://api.openai.com/v1'}/chat/completions`;
const messages = [{ role: 'user', content: process.argv.at(-1) }];
const body = JSON.stringify({ model: 'gpt-4o', messages });
const response = await fetch(url, { method: 'POST', body, headers: { 'content-type': 'application/json' } });
console.log((await response.json()).choices[0].message.content);
