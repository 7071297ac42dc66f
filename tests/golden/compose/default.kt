// 4 colors of stripes.png, by cvpalette
import androidx.compose.ui.graphics.Color

object Palette {
    val Color1 = Color(0xFF264653) // 25.0%
    val Color2 = Color(0xFF2A9D8F) // 25.0%
    val Color3 = Color(0xFFE9C46A) // 25.0%
    val Color4 = Color(0xFFE76F51) // 25.0%

    val All = listOf(
        Color1,
        Color2,
        Color3,
        Color4,
    )
}
