import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createFrameDecoder } from '../../drivers/camera/frame-decoder.ts'
import { noBrowser } from '../browser/real-browser.ts'
import type { LiveCode, LivePage } from '../devices/camera-live-page.dom.ts'
import { cutFrame, writeCutFilm, type Cut } from '../devices/film.ts'
import { chanceFrom, code128Card, qrCard, somePaymentCode } from '../devices/scene.ts'
import { launchBrowserWithFilm, servePage } from '../devices/served-page.ts'
import { frameOf, wasmBinary } from './camera-readers.ts'
import { quantile, type BenchRow } from './rows.ts'

declare const window: Window & { readonly page: LivePage }

const codesWanted = 24
const triesMost = 60
const frameMs = 1000 / 30
const seed = 20_261_121

interface Shown extends Cut {
  readonly code: string
}
const shown = (count: number): readonly Shown[] => {
  const chance = chanceFrom(seed)
  return Array.from({ length: count }, (_, i) => {
    const code = somePaymentCode(chance)
    const isBar = i % 2 === 0
    const view = {
      share: isBar ? chance.between(0.6, 0.78) : chance.between(0.28, 0.4),
      turnDegrees: chance.between(-12, 12),
      tiltXDegrees: chance.between(-10, 10),
      tiltYDegrees: chance.between(-10, 10),
    }
    return { code, card: isBar ? code128Card(code) : qrCard(code), view }
  })
}

const live = async (): Promise<readonly LiveCode[]> => {
  const folder = await mkdtemp(join(tmpdir(), 'spot-till-film-'))
  const film = join(folder, 'cuts.y4m')
  writeCutFilm(film, shown(6))
  const served = await servePage('camera-live-page.dom.ts', '<video></video>')
  const browser = await launchBrowserWithFilm(film)
  try {
    const page = await browser.newPage()
    await page.goto(served.url)
    const codes: LiveCode[] = []
    for (let i = 0; i < triesMost && codes.length < codesWanted; i++) {
      const code = await page.evaluate(() => window.page.look())
      if (code !== undefined) codes.push(code)
    }
    return codes
  } finally {
    await browser.close()
    await served.close()
    await rm(folder, { recursive: true, force: true })
  }
}

/**
 * P2: from the first picture with a code on it until the till has it, in a real browser with a camera of film, beside
 * what one picture lasts and what the readers alone need for it; and how many of so many pictures are read at all.
 * Pictures of a real counter would be better than drawn ones; there are none.
 */
export const benchCameraLive = async (frames = 1000): Promise<readonly BenchRow[]> => {
  const decoder = createFrameDecoder({ wasmBinary: wasmBinary() })
  let missed = 0
  const cuts = shown(50)
  for (let at = 0; at < frames; at++) {
    const cut = cuts[at % cuts.length]
    if (cut === undefined) continue
    const picture = { grey: cutFrame(cut, at, seed), width: 640, height: 480 }
    const reads = await decoder.decode(frameOf(picture), at)
    if (!reads.some(({ text }) => text === cut.code)) missed++
  }
  const pictures: BenchRow = {
    name: 'P2 pictures of a quiet hand, drawn: not read',
    value: (100 * missed) / frames,
    unit: '%',
    limit: 0.5,
    note: `${missed} of ${frames}`,
  }
  if (noBrowser !== undefined) {
    console.log(`P2 in a browser is left out: ${noBrowser}.`)
    return [pictures]
  }
  const codes = await live()
  const wrong = codes.filter(({ code }) => !shown(6).some((each) => each.code === code)).length
  const ms = (of: (code: LiveCode) => number): string =>
    [0.5, 0.95].map((share) => Math.round(quantile(codes.map(of), share))).join(' / ')
  const against = codes.map(({ waited, decoder: own }) => waited / (frameMs + 1.3 * own))
  return [
    pictures,
    {
      name: 'P2 code in view → taken, beside one picture + 1.3 × readers, p50',
      value: quantile(against, 0.5),
      unit: '×',
      limit: 1,
    },
    {
      name: 'P2 code in view → taken, beside one picture + 1.3 × readers, p95',
      value: quantile(against, 0.95),
      unit: '×',
      limit: 1,
      note: `${codes.length} codes; p50 / p95: taken ${ms(({ waited }) => waited)} ms, readers ${ms(({ decoder: own }) => own)} ms, pictures ${ms((each) => each.pictures)}`,
    },
    { name: 'P2 wrong codes taken', value: wrong, unit: 'codes', limit: 0 },
  ]
}
