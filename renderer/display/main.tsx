import '@fontsource/noto-sans-sc/400.css'
import '@fontsource/noto-sans-sc/700.css'
import '../style/display.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { installPolicy } from '../policy.ts'
import { DisplayPage } from './DisplayPage.tsx'

installPolicy()
const root = document.getElementById('root')
if (root === null) throw new Error('the page has no place for the display')
createRoot(root).render(
  <StrictMode>
    <DisplayPage />
  </StrictMode>,
)
