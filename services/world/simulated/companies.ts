/** Fifty companies in ten sectors that do not exist: names and tickers are made up. */

import type { WorldCompany } from '../contents/world.ts'

/** Ticker, name, short name, what it makes. */
type Line = readonly [ticker: string, name: string, alias: string, product: string]

const SECTORS: Readonly<Record<string, readonly Line[]>> = {
  'Information Technology': [
    ['HLVQ', 'Halvorq Semiconductors', 'Halvorq', 'memory chips'],
    ['BRXL', 'Braxelon Software', 'Braxelon', 'billing software'],
    ['NUVQ', 'Nuvaquant Systems', 'Nuvaquant', 'data-centre servers'],
    ['CYLX', 'Cylendra Networks', 'Cylendra', 'network switches'],
    ['OPTZ', 'Optizane Devices', 'Optizane', 'laser sensors'],
  ],
  'Communication Services': [
    ['STVM', 'Streamvale Media', 'Streamvale', 'streaming subscriptions'],
    ['TELQ', 'Telquora Wireless', 'Telquora', 'wireless plans'],
    ['PIXO', 'Pixorama Games', 'Pixorama', 'console games'],
    ['ADVZ', 'Advizon Digital', 'Advizon', 'online advertising'],
    ['CABW', 'Cablewright Broadband', 'Cablewright', 'broadband lines'],
  ],
  'Consumer Discretionary': [
    ['VELQ', 'Velquera Motors', 'Velquera', 'electric pickups'],
    ['HRTH', 'Hearthmoor Homes', 'Hearthmoor', 'starter homes'],
    ['TRKR', 'Trekorra Outdoor', 'Trekorra', 'hiking gear'],
    ['BISQ', 'Bisquero Restaurants', 'Bisquero', 'family restaurants'],
    ['WNDL', 'Wanderlode Travel', 'Wanderlode', 'cruise holidays'],
  ],
  'Consumer Staples': [
    ['GRNQ', 'Grainfeld Foods', 'Grainfeld', 'breakfast cereals'],
    ['SUDZ', 'Sudzwell Household', 'Sudzwell', 'detergents'],
    ['BRWK', 'Brewkeller Beverages', 'Brewkeller', 'soft drinks'],
    ['MKTB', 'Marketbarn Stores', 'Marketbarn', 'discount groceries'],
    ['DRYM', 'Dairymont Brands', 'Dairymont', 'yogurt'],
  ],
  'Health Care': [
    ['GENQ', 'Genquessa Therapeutics', 'Genquessa', 'a migraine drug'],
    ['MEDV', 'Medvantor Devices', 'Medvantor', 'heart monitors'],
    ['CLNX', 'Clinaxis Hospitals', 'Clinaxis', 'outpatient clinics'],
    ['BIOZ', 'Biozentra Labs', 'Biozentra', 'a diabetes treatment'],
    ['PHRL', 'Pharlowe Pharma', 'Pharlowe', 'vaccines'],
  ],
  Financials: [
    ['KSTN', 'Keystrand Bancorp', 'Keystrand', 'small-business loans'],
    ['UNDR', 'Underwood & Vale Insurance', 'Underwood & Vale', 'home insurance'],
    ['QPAY', 'Quillpay Holdings', 'Quillpay', 'card payments'],
    ['ASTW', 'Assetwick Management', 'Assetwick', 'retirement funds'],
    ['LNDR', 'Lendoray Credit', 'Lendoray', 'car loans'],
  ],
  Industrials: [
    ['AERQ', 'Aeroquill Aviation', 'Aeroquill', 'regional jets'],
    ['FRTQ', 'Freightonne Logistics', 'Freightonne', 'parcel delivery'],
    ['DRLL', 'Drillhaus Machinery', 'Drillhaus', 'mining machines'],
    ['RAYL', 'Raylstone Rail', 'Raylstone', 'rail freight'],
    ['BLDX', 'Buildaxis Construction', 'Buildaxis', 'bridge projects'],
  ],
  Energy: [
    ['PTRQ', 'Petroquarry Oil', 'Petroquarry', 'shale oil'],
    ['GASV', 'Gasvane Pipelines', 'Gasvane', 'gas pipelines'],
    ['RFNZ', 'Refinazza Refining', 'Refinazza', 'diesel'],
    ['DPWL', 'Deepwelder Services', 'Deepwelder', 'offshore rigs'],
    ['SOLQ', 'Solquist Renewables', 'Solquist', 'solar parks'],
  ],
  Materials: [
    ['STLQ', 'Steelquay Metals', 'Steelquay', 'rolled steel'],
    ['CMXR', 'Chemexor Chemicals', 'Chemexor', 'fertiliser'],
    ['PAPR', 'Paperidge Packaging', 'Paperidge', 'cardboard packaging'],
    ['LTHQ', 'Lithiquor Mining', 'Lithiquor', 'lithium'],
    ['GLSW', 'Glasswyck Industries', 'Glasswyck', 'coated glass'],
  ],
  Utilities: [
    ['PWRV', 'Powervale Electric', 'Powervale', 'grid power'],
    ['AQUZ', 'Aquazure Water', 'Aquazure', 'drinking water'],
    ['NCLR', 'Nuclearen Generation', 'Nuclearen', 'nuclear plants'],
    ['GRDX', 'Gridaxon Transmission', 'Gridaxon', 'transmission lines'],
    ['WNDZ', 'Windzell Power', 'Windzell', 'wind farms'],
  ],
}

export type SimulatedCompany = WorldCompany & { alias: string; product: string; cik: string }

/** In a fixed order; CIKs begin with 0009, beyond those EDGAR has given out. */
export const simulatedCompanies: readonly SimulatedCompany[] = Object.entries(SECTORS)
  .flatMap(([sector, lines]) => lines.map((line) => ({ sector, line })))
  .map(({ sector, line: [ticker, name, alias, product] }, index) => ({
    ticker,
    name,
    sector,
    aliases: [alias],
    alias,
    product,
    cik: String(9_900_001 + index).padStart(10, '0'),
  }))
