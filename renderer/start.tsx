import '@fontsource/noto-sans-sc/400.css'
import '@fontsource/noto-sans-sc/700.css'
import '@mantine/core/styles.css'
import './style/app.css'
import './style/frame.css'
import './style/sale.css'
import './style/result.css'
import './style/side.css'
import './style/panel.css'
import './style/story.css'
import './style/settings.css'
import './style/people.css'
import './style/cash.css'
import { MantineProvider } from '@mantine/core'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './App.tsx'
import type { TillConnection } from './connection.ts'
import { listenToKeys } from './keyboard.dom.ts'
import { tellOfTouches } from './people/idle.dom.ts'
import { styleNonce } from './policy.ts'
import { createScanning } from './scanning.dom.ts'
import { createScreen } from './screen.ts'
import { createSpeaker } from './speaker.dom.ts'
import { theme } from './theme.ts'
import { PartsProvider } from './use-screen.tsx'

/** Draws the till's screen into `root` and keeps it on the connection. */
export const startScreen = (root: HTMLElement, connection: TillConnection): void => {
  const scanning = createScanning((event) => screen.send(event))
  const screen = createScreen(
    connection,
    createSpeaker(),
    () => performance.now(),
    (text) => scanning.hear(text, 'hid'),
  )
  listenToKeys(screen)
  tellOfTouches(screen, connection.client, () => performance.now())
  createRoot(root).render(
    <StrictMode>
      <MantineProvider theme={theme} forceColorScheme="light" getStyleNonce={styleNonce}>
        <PartsProvider parts={{ screen, client: connection.client, scanning }}>
          <App />
        </PartsProvider>
      </MantineProvider>
    </StrictMode>,
  )
}
