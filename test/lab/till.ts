// The till of the lab: the browser's host with all its real parts. Nobody looks at its page; its contract is spoken to by
// the counter. Sends its address when it is open.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runWebTill } from '../../app/web/run.ts'

const dataDir = process.argv[2] ?? ''
const files = join(dataDir, 'page')
mkdirSync(files, { recursive: true })
writeFileSync(join(files, 'index.html'), '<!doctype html><title>Spot Till</title>')
const { url } = await runWebTill({ files, port: 0, dataDir })
process.send?.(url)
