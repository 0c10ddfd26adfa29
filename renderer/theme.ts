import { createTheme, type MantineColorsTuple } from '@mantine/core'

/** Dark enough from the sixth shade on that white text on it passes WCAG AA. */
const brand: MantineColorsTuple = [
  '#e7f0fc',
  '#cddff6',
  '#9cbeed',
  '#679be3',
  '#3a7cd8',
  '#1a67cf',
  '#0a58c2',
  '#084ca9',
  '#073f8d',
  '#053272',
]
const danger: MantineColorsTuple = [
  '#fdeaea',
  '#f8d0d0',
  '#efa0a0',
  '#e36b6b',
  '#d24242',
  '#bd2a2a',
  '#a51c1c',
  '#8f1717',
  '#781212',
  '#610d0d',
]

export const theme = createTheme({
  autoContrast: true,
  primaryColor: 'brand',
  primaryShade: 6,
  colors: { brand, danger },
  defaultRadius: 12,
  fontFamily: "'Noto Sans SC', 'Noto Sans CJK SC', system-ui, sans-serif",
  fontFamilyMonospace: 'ui-monospace, monospace',
  components: {
    TextInput: { styles: { input: { minHeight: 48, fontSize: 17 }, label: { fontWeight: 700 } } },
    Textarea: { styles: { input: { fontSize: 16 }, label: { fontWeight: 700 } } },
    NativeSelect: { styles: { input: { minHeight: 48, fontSize: 17 }, label: { fontWeight: 700 } } },
    Switch: {
      styles: { body: { alignItems: 'center', minHeight: 48 }, label: { fontWeight: 700, fontSize: 16 } },
    },
  },
})
