// 2 colors of stripes.png, by cvpalette
package com.example.theme

import androidx.compose.material3.darkColorScheme
import androidx.compose.material3.lightColorScheme
import androidx.compose.ui.graphics.Color

object Brand {
    val LightScheme = Color(0xFF264653) // light scheme, 50.0%
    val Primary = Color(0xFFE9C46A) // Primary, 50.0%

    val All = listOf(
        LightScheme,
        Primary,
    )
}

val BrandLight = lightColorScheme(
    primary = Color(0xFFA98626),
    onPrimary = Color(0xFF1C1505),
    secondary = Color(0xFF264653),
    onSecondary = Color(0xFFF2FCFF),
    tertiary = Color(0xFF3492C7),
    onTertiary = Color(0xFF081822),
    background = Color(0xFFFCFAF5),
    onBackground = Color(0xFF262117),
    surface = Color(0xFFF3F0E7),
    onSurface = Color(0xFF262117),
    surfaceVariant = Color(0xFFF3F0E7),
    onSurfaceVariant = Color(0xFF6C624D),
    outline = Color(0xFF958A6F),
    outlineVariant = Color(0xFFDBD4C2),
    error = Color(0xFFAD524C),
    onError = Color(0xFFFFF7F6),
)

val BrandDark = darkColorScheme(
    primary = Color(0xFFE9C46A),
    onPrimary = Color(0xFF1C1505),
    secondary = Color(0xFF4D6E7C),
    onSecondary = Color(0xFFF2FCFF),
    tertiary = Color(0xFF46A2D7),
    onTertiary = Color(0xFF081822),
    background = Color(0xFF15120C),
    onBackground = Color(0xFFEDE7D9),
    surface = Color(0xFF231F15),
    onSurface = Color(0xFFEDE7D9),
    surfaceVariant = Color(0xFF231F15),
    onSurfaceVariant = Color(0xFFBCB39F),
    outline = Color(0xFF807660),
    outlineVariant = Color(0xFF433C2E),
    error = Color(0xFFDF7F77),
    onError = Color(0xFF22100F),
)
