import { NativeSelect, Switch, Textarea, TextInput } from '@mantine/core'
import type { SettingsFault } from '../../main/settings.ts'
import { useLanguage, useSay } from '../use-screen.tsx'
import { CameraNames } from './CameraNames.tsx'
import { CodePages } from './CodePages.tsx'
import type { Draft } from './draft.ts'
import { faultText } from './fault-text.ts'
import { pathOf, type Field } from './fields.ts'
import { SerialOptions } from './SerialOptions.tsx'
import { SerialScanners } from './SerialScanners.tsx'

interface Props {
  readonly field: Field
  readonly draft: Draft
  readonly faults: readonly SettingsFault[]
  readonly onChange: (path: string, value: string | boolean) => void
}

/** One setting with its label and, when the till refused it, what it expects instead. */
export const FieldInput = ({ field, draft, faults, onChange }: Props) => {
  const say = useSay()
  const language = useLanguage()
  const path = pathOf(field.name)
  const value = draft[path]
  const fault = faults.find((each) => each.field === path || each.field.startsWith(`${path}.`))
  const expects = field.expects
  const error =
    fault === undefined
      ? undefined
      : field.kind === 'choice' && fault.message.startsWith('Invalid option')
        ? say('settings.expects.choice')
        : expects === undefined || expects === 'other'
          ? say('settings.expects.other', { message: faultText(fault.message, language) })
          : say(`settings.expects.${expects}`)
  const common = {
    label: say(`settings.field.${field.name}`),
    'data-testid': `settings-${field.name}`,
    size: 'md' as const,
    ...(error === undefined ? {} : { error }),
  }
  const text = typeof value === 'string' ? value : ''
  switch (field.kind) {
    case 'switch':
      return (
        <Switch
          {...common}
          size="lg"
          mih={48}
          checked={value === true}
          onChange={(event) => onChange(path, event.currentTarget.checked)}
        />
      )
    case 'choice':
      return (
        <NativeSelect
          {...common}
          value={text}
          onChange={(event) => onChange(path, event.currentTarget.value)}
          data={[
            ...(field.none === undefined ? [] : [{ value: '', label: say(`settings.option.${field.none}`) }]),
            ...field.choices.map((choice) => ({
              value: choice,
              // The table only says so of choices that the texts have a word for.
              label: field.say ? say(`settings.option.${choice}` as 'settings.option.none') : choice,
            })),
          ]}
        />
      )
    case 'lines':
      return (
        <Textarea
          {...common}
          rows={3}
          value={text}
          onChange={(event) => onChange(path, event.currentTarget.value)}
        />
      )
    case 'serial-scanners':
      return <SerialScanners faults={faults} value={text} onChange={(next) => onChange(path, next)} />
    case 'code-pages':
      return <CodePages faults={faults} value={text} onChange={(next) => onChange(path, next)} />
    case 'text':
    case 'number':
    case 'numbers': {
      const input = (
        <TextInput
          {...common}
          autoComplete="off"
          spellCheck={false}
          {...(expects === 'camera' && { list: 'camera-names' })}
          inputMode={field.kind === 'number' ? 'numeric' : 'text'}
          value={text}
          onChange={(event) => onChange(path, event.currentTarget.value)}
        />
      )
      if (expects === 'camera')
        return (
          <div>
            {input}
            <CameraNames id="camera-names" />
          </div>
        )
      return expects === 'printer' || expects === 'serialLine' ? (
        <div>
          {input}
          <SerialOptions name={field.name} address={text} onChange={(next) => onChange(path, next)} />
        </div>
      ) : (
        input
      )
    }
  }
}
