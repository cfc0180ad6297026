/** The OpenAI SDK as its README has it, streamed. */
import './use-proxy.mjs';
import OpenAI from 'openai';

const stream = await new OpenAI().chat.completions.create({
  model: 'gpt-4o',
  messages: [{ role: 'user', content: process.argv.at(-1) }],
  stream: true,
});
for await (const chunk of stream) process.stdout.write(chunk.choices[0]?.delta?.content ?? '');
