import type { Page } from './spoil.ts'

const bodies: Readonly<Record<Page['body'], readonly [type: string, text: string]>> = {
  html: [
    'text/html;charset=utf-8',
    '<!DOCTYPE html><html><head><title>Please sign in</title></head><body><h1>Welcome to this network</h1></body></html>',
  ],
  json: ['application/json', '{"result_code":"SUCCESS"}'],
  text: ['text/plain;charset=utf-8', 'Service unavailable, please come back later.'],
  empty: ['text/xml', ''],
}

/** What something that is not the gateway answers. */
export const pageAnswer = (
  page: Page,
): {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly text: string
} => {
  const [type, text] = bodies[page.body]
  return {
    status: page.status,
    headers: {
      'content-type': type,
      ...(page.retryAfterS !== undefined && { 'retry-after': String(page.retryAfterS) }),
      ...(page.location !== undefined && { location: page.location }),
    },
    text,
  }
}
