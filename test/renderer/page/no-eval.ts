import { config } from 'zod'

// The settings are parsed by the fake; the page's policy forbids the compiled parsers. Nothing of zod is in the screen.
config({ jitless: true })
