// The light and the dark theme of Teams, near enough for looking at cards: colours, sizes and spacings.

type Foreground = { readonly text: string; readonly subtle: string; readonly accent: string }
type Theme = Foreground & {
  readonly page: string
  readonly line: string
  readonly primary: string
  readonly error: string
  /** The background of each container style. */
  readonly backgrounds: Readonly<Record<'default' | 'emphasis' | 'accent' | 'good' | 'warning' | 'attention', string>>
  /** Colours of text that asks for one. */
  readonly good: string
  readonly warning: string
}

const themes = {
  light: {
    page: '#f5f5f5',
    line: '#d1d1d1',
    text: '#242424',
    subtle: '#616161',
    accent: '#5b5fc7',
    primary: '#5b5fc7',
    error: '#b10e1c',
    good: '#237b4b',
    warning: '#835c00',
    backgrounds: {
      default: '#ffffff',
      emphasis: '#f5f5f5',
      accent: '#e8ebfa',
      good: '#e7f2da',
      warning: '#fbf6d9',
      attention: '#fbe9ec',
    },
  },
  dark: {
    page: '#141414',
    line: '#525252',
    text: '#ffffff',
    subtle: '#b8b8b8',
    accent: '#aab1fa',
    primary: '#5b5fc7',
    error: '#f59ba5',
    good: '#92c353',
    warning: '#f8d22a',
    backgrounds: {
      default: '#292929',
      emphasis: '#383838',
      accent: '#32345c',
      good: '#1f3a1c',
      warning: '#453a0a',
      attention: '#4a2127',
    },
  },
} as const satisfies Record<string, Theme>
export type ThemeName = keyof typeof themes

const fontSizes = { small: 12, default: 14, medium: 14, large: 18, extraLarge: 24 }
const fontWeights = { lighter: 200, default: 400, bolder: 600 }
const segoe = "'Segoe UI', Selawik, 'Liberation Sans', Arial, sans-serif"
const courier = "'Courier New', 'Liberation Mono', monospace"

/** The host configuration of the `adaptivecards` package for a theme. */
export function hostConfig(name: ThemeName) {
  const theme: Theme = themes[name]
  return {
    spacing: { small: 8, default: 12, medium: 16, large: 20, extraLarge: 24, padding: 16 },
    lineHeights: { small: 16, default: 20, medium: 20, large: 24, extraLarge: 32 },
    separator: { lineThickness: 1, lineColor: theme.line },
    fontTypes: {
      default: { fontFamily: segoe, fontSizes, fontWeights },
      monospace: { fontFamily: courier, fontSizes, fontWeights },
    },
    textStyles: { heading: { size: 'large', weight: 'bolder' } },
    textBlock: { headingLevel: 2 },
    containerStyles: Object.fromEntries(
      Object.entries(theme.backgrounds).map(([style, backgroundColor]) => [
        style,
        { backgroundColor, foregroundColors: foregrounds(theme) },
      ]),
    ),
    inputs: {
      label: { requiredInputs: { weight: 'default', suffix: ' *', suffixColor: 'attention' }, optionalInputs: {} },
      errorMessage: { color: 'attention', size: 'small' },
    },
    actions: {
      maxActions: 6,
      buttonSpacing: 8,
      actionsOrientation: 'horizontal',
      actionAlignment: 'left',
      showCard: { actionMode: 'inline', inlineTopMargin: 16, style: 'emphasis' },
    },
  }
}

function foregrounds({ text, subtle, accent, good, warning, error }: Theme) {
  const colour = (plain: string, toned = plain) => ({ default: plain, subtle: toned })
  return {
    default: colour(text, subtle),
    accent: colour(accent),
    good: colour(good),
    warning: colour(warning),
    attention: colour(error),
  }
}

/** What Teams adds by style sheet: wrapping, buttons and inputs. */
export function styleSheet(name: ThemeName): string {
  const { page, line, text, primary, backgrounds } = themes[name]
  return `
    * { box-sizing: border-box; }
    body { margin: 0; background: ${page}; font: 14px/1.43 ${segoe}; }
    #card { overflow-wrap: break-word; line-height: 1.43; }
    #card { box-shadow: 0 0 0 1px ${line}; border-radius: 4px; }
    .ac-adaptiveCard { border-radius: 4px; overflow: hidden; outline: none; }
    .ac-textRun { white-space: pre-wrap; }
    .ac-textBlock p { margin: 0; }
    .ac-anchor { color: inherit; }
    .ac-actionSet, .ac-actionSet > div { flex-wrap: wrap; gap: 8px; }
    .ac-actionSet div:empty { display: none !important; }
    .ac-pushButton {
      flex: 0 0 auto !important; max-width: 100%; min-height: 32px; padding: 5px 12px; border: 1px solid ${line}; border-radius: 4px; text-align: center;
      background: ${backgrounds.default}; color: ${text}; font: 600 14px/20px ${segoe}; overflow-wrap: anywhere;
    }
    .ac-pushButton > div { overflow: visible !important; white-space: normal !important; }
    .ac-pushButton.style-positive { background: ${primary}; border-color: ${primary}; color: #ffffff; }
    .ac-input {
      border: 1px solid ${line}; border-radius: 4px; padding: 5px 10px; background: ${backgrounds.default}; color: ${text};
      font: 14px/20px ${segoe}; width: 100%; max-width: 100%;
    }
    .ac-input.ac-choiceSetInput-expanded { border: 0; padding: 0; background: none; }
    .ac-choiceSetInput-expanded > div { padding: 4px 0; }
    textarea.ac-input { min-height: 64px; resize: vertical; }
    input[type='radio'] { accent-color: ${primary}; }
  `
}
