/** The Anthropic SDK as its README has it, streamed. */
import './use-proxy.mjs';
import Anthropic from '@anthropic-ai/sdk';

const message = await new Anthropic().messages
  .stream({ model: 'claude-x', max_tokens: 100, messages: [{ role: 'user', content: process.argv.at(-1) }] })
  .finalMessage();
console.log(message.content.map((block) => block.text ?? '').join(''));
